import type {Type} from '../values/type.js'
import type {Value, ValueMap} from '../values/value.js'

export interface Parameter {
  readonly name: string
  readonly type: Type
  readonly optional?: true
}

/** What the checker needs to know of a function or a method. */
export interface Signature {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** What any number of further arguments are. */
  readonly rest?: Parameter
  /** What the argument is when it is the only one, if that is something else. */
  readonly alone?: Type
  readonly returns: Type
}

export type PolicyFunction = GeneralFunction | SubjectFunction

/** `len(x)`, `min(a, b)`: works on its arguments, all alike. */
export interface GeneralFunction extends Signature {
  readonly kind: 'general'
  /** Throws an EvaluationError for arguments it can't work with. */
  readonly call: (args: readonly Value[]) => Value
}

/**
 * `under(path, "/tmp")`: asks something of its first argument; the others, the options, say what. Options that are literals are
 * prepared once, when the policy loads.
 */
export interface SubjectFunction extends Signature {
  readonly kind: 'subject'
  /** The options must be literals: preparing them for each call would cost too much. */
  readonly literalOptions?: true
  /** What answers for a subject (throwing an EvaluationError when it can't), or what is wrong with the options. */
  readonly prepare: (options: readonly Value[]) => Prepared | BadOption
}

export type Prepared = (subject: Value) => Value

export interface BadOption {
  /** Which of the options, counted from 0. */
  readonly option: number
  readonly message: string
  /** Said instead when the option came out of a call, where its text may be a password: it lands in reasons and logs. */
  readonly withoutText?: string
  readonly suggestion?: string
}

export type Method = TextMethod | MapMethod

interface MethodOf<Receiver extends Value> extends Signature {
  /** The answer when it is called on null: what is not there starts with nothing and holds nothing. */
  readonly onNull: (args: readonly Value[]) => Value
  readonly call: (receiver: Receiver, args: readonly Value[]) => Value
}

export interface TextMethod extends MethodOf<string> {
  readonly receiver: 'text'
}

export interface MapMethod extends MethodOf<ValueMap> {
  readonly receiver: 'map'
}
