import type {Arguments} from '../../model/call.js'
import {ValidationError} from '../failures.js'
import type {AgentClient} from './agent-client.js'
import {type BindingOptions, createBinding} from './binding.js'
import type {ExecuteOptions} from './call-options.js'

export interface GuardOptions extends BindingOptions, Omit<ExecuteOptions, 'eventId'> {
  /** What policies call it; its own name when left out. */
  readonly tool?: string
  /** Who asks; the shared client when left out. */
  readonly client?: AgentClient
}

// biome-ignore lint/suspicious/noExplicitAny: what any function is assignable to
type AnyFunction = (this: any, ...args: any[]) => unknown

/** The function, asked about first: what it gives comes later, and with `raiseOnDeny: false` perhaps not at all. */
export type Guarded<Fn extends AnyFunction, Options> = (
  this: ThisParameterType<Fn>,
  ...args: Parameters<Fn>
) => Promise<Awaited<ReturnType<Fn>> | MaybeNothing<Options>>

type MaybeNothing<Options> = Quiet<Options, 'raiseOnDeny'> | Quiet<Options, 'raiseOnApprove'>

type Quiet<Options, Key> = Key extends keyof Options
  ? Options[Key] extends true | undefined
    ? never
    : undefined
  : never

type AsyncMethod<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Promise<Result>

/** A wrapper of functions, and a standard decorator of methods; with options first, or without. */
export interface Guard<Options extends object> {
  <This, Args extends unknown[], Result>(
    method: AsyncMethod<This, Args, Result>,
    context: ClassMethodDecoratorContext<This, AsyncMethod<This, Args, Result>>,
  ): AsyncMethod<This, Args, Result>
  <Fn extends AnyFunction>(fn: Fn): Guarded<Fn, unknown>
  <Fn extends AnyFunction, const Given extends Options>(fn: Fn, options: Given): Guarded<Fn, Given>
  <const Given extends Options>(options: Given): Guarding<Given>
}

/** The same, once it has its options. */
interface Guarding<Given> {
  <This, Args extends unknown[], Result>(
    method: AsyncMethod<This, Args, Result>,
    context: ClassMethodDecoratorContext<This, AsyncMethod<This, Args, Result>>,
  ): AsyncMethod<This, Args, Result | MaybeNothing<Given>>
  <Fn extends AnyFunction>(fn: Fn): Guarded<Fn, Given>
}

/** Makes a wrapper whose options mean these to `execute`. */
export function createGuard<Options extends object>(
  sharedClient: () => AgentClient,
  meaning: (options: Options) => GuardOptions,
): Guard<Options> {
  const wrap = (fn: AnyFunction, named: string, options: Options): AnyFunction =>
    guarded(fn, named, meaning(options), sharedClient)
  const guard = (first: AnyFunction | Options, second?: unknown): unknown => {
    refuseLegacy(second)
    if (typeof first !== 'function')
      return (fn: AnyFunction, context?: unknown) => wrap(fn, nameOf(fn, context), first)
    const options = isContext(second) ? undefined : (second as Options | undefined)
    return wrap(first, nameOf(first, second), options ?? ({} as Options))
  }
  return guard as Guard<Options>
}

function guarded(
  fn: AnyFunction,
  named: string,
  {tool = named, client, names, extra, ...options}: GuardOptions,
  sharedClient: () => AgentClient,
): AnyFunction {
  if (tool === '') throw nameless()
  const binding = createBinding({...(names && {names}), ...(extra && {extra})})
  async function guardedCall(this: unknown, ...given: unknown[]): Promise<unknown> {
    const run = (args: Arguments): unknown => fn.apply(this, binding.listOf(args, given))
    return (client ?? sharedClient()).execute(tool, binding.argumentsOf(given), run, options)
  }
  return Object.defineProperty(guardedCall, 'name', {value: named, configurable: true})
}

/** A decorator is told what it stands before. */
interface Context {
  readonly kind: string
  readonly name: string | symbol
}

const isContext = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && 'kind' in value && 'addInitializer' in value

function nameOf(fn: AnyFunction, context: unknown): string {
  refuseLegacy(context)
  if (!isContext(context)) return fn.name
  if (context.kind !== 'method') throw onlyMethods(context)
  return String(typeof context.name === 'symbol' ? (context.name.description ?? '') : context.name)
}

/** Those before the standard were told the method's name, and would put what they are given in no method's place. */
function refuseLegacy(context: unknown): void {
  if (typeof context !== 'string' && typeof context !== 'symbol') return
  throw new ValidationError(
    'LEGACY_DECORATOR',
    `${String(context)} is decorated as it was before the standard`,
    {
      suggestions: [
        'Take experimentalDecorators out of tsconfig.json',
        'Wrap the function: enforcePolicy(fn)',
      ],
    },
  )
}

const onlyMethods = ({kind, name}: Context): ValidationError =>
  new ValidationError('ONLY_METHODS', `A ${kind} can't be decorated: ${String(name)} is no method`, {
    suggestions: ['Make it a method', 'Wrap the function: enforcePolicy(fn)'],
  })

export const nameless = (): ValidationError =>
  new ValidationError('TOOL_UNNAMED', 'The function has no name that a policy could speak of', {
    suggestions: ["Name it: {tool: 'read_file'}"],
  })
