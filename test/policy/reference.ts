import type {Scope} from '../../src/policy/compile/scope.js'
import type {Expression} from '../../src/policy/parse/expression.js'
import type {Value, ValueMap} from '../../src/policy/values/value.js'

/** What the reference throws where the language has an evaluation error. */
export class Refused {}

type Variables = ReadonlyMap<string, Value>

const refuse = (): never => {
  throw new Refused()
}

/** The meaning of the language, as plainly as it can be said: slow, and nothing prepared. */
export function meaningOf(expression: Expression, scope: Scope, variables: Variables = new Map()): Value {
  const value = (part: Expression): Value => meaningOf(part, scope, variables)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'list':
      return expression.items.map(value)
    case 'name':
      return nameValue(expression.name, scope, variables)
    case 'member':
      return keyed(expression.object, expression.member.text, scope, value)
    case 'index':
      return keyed(expression.object, () => value(expression.index), scope, value)
    case 'method': {
      const receiver = value(expression.object)
      return method(expression.method.text, receiver, expression.args.map(value))
    }
    case 'call':
      return call(expression.callee.text, expression.args.map(value))
    case 'quantifier': {
      const list = value(expression.list)
      if (list === null) return false
      const {quantifier, body, variable} = expression
      for (const item of iterate(list)) {
        const holds = truth(meaningOf(body, scope, new Map([...variables, [variable.text, item]])))
        if (holds === (quantifier === 'any')) return holds
      }
      return quantifier === 'all'
    }
    case 'not':
      return !truth(value(expression.operand))
    case 'negate': {
      const number = value(expression.operand)
      return typeof number === 'number' ? 0 - number : refuse()
    }
    case 'logical': {
      let last: Value = null
      for (const operand of expression.operands) {
        last = value(operand)
        if (truth(last) === (expression.operator === 'or')) return last
      }
      return last
    }
    case 'comparison': {
      let left = value(expression.first)
      for (const {operator, right} of expression.links) {
        const next = value(right)
        if (!related(operator, left, next)) return false
        left = next
      }
      return true
    }
    case 'arithmetic': {
      const left = value(expression.left)
      return arithmetic(expression.operator, left, value(expression.right))
    }
  }
}

function nameValue(name: string, scope: Scope, variables: Variables): Value {
  const bound = variables.get(name)
  if (bound !== undefined) return bound
  if (name === 'tool_name' || name === 'tool_args' || name === 'metadata') return scope[name]
  return refuse()
}

function keyed(
  object: Expression,
  key: string | (() => Value),
  scope: Scope,
  value: (part: Expression) => Value,
): Value {
  const facts = {session: scope.session, agent: scope.agent, user: scope.user, datetime: scope.datetime}
  if (object.kind === 'name' && Object.hasOwn(facts, object.name)) {
    const record = facts[object.name as keyof typeof facts]
    return record === null ? null : own(record, typeof key === 'string' ? key : key())
  }
  const container = value(object)
  const index = typeof key === 'string' ? key : key()
  if (isCalls(object)) return typeof index === 'string' ? (own(container as ValueMap, index) ?? 0) : refuse()
  if (container === null) return null
  if (isMap(container)) return typeof index === 'string' ? own(container, index) : refuse()
  if (typeof index !== 'number' || !Number.isInteger(index)) return refuse()
  const items = typeof container === 'string' || Array.isArray(container) ? [...container] : refuse()
  const item = items.at(index)
  return item === undefined ? refuse() : item
}

const isCalls = (object: Expression): boolean =>
  ((object.kind === 'member' && object.member.text === 'calls') ||
    (object.kind === 'index' && object.index.kind === 'literal' && object.index.value === 'calls')) &&
  object.object.kind === 'name' &&
  object.object.name === 'session'

const isMap = (value: Value): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (map: ValueMap, key: Value): Value => new Map<Value, Value>(Object.entries(map)).get(key) ?? null

const truth = (value: Value): boolean =>
  !['null', 'false', '0', '""', '[]', '{}'].includes(JSON.stringify(value))

function iterate(value: Value): readonly Value[] {
  if (typeof value === 'string' || Array.isArray(value)) return [...value]
  return isMap(value) ? Object.keys(value) : refuse()
}

function equal(left: Value, right: Value): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right))
}

function sorted(value: Value): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMap(value)) return value
  return {
    map: Object.keys(value)
      .sort()
      .map((key) => [key, sorted(own(value, key))]),
  }
}

function related(operator: string, left: Value, right: Value): boolean {
  if (operator === '==') return equal(left, right)
  if (operator === '!=') return !equal(left, right)
  if (operator === 'in') return within(left, right)
  if (operator === 'not in') return !within(left, right)
  const order = compared(left, right)
  if (order === undefined) return false
  return {'<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0}[operator] ?? refuse()
}

function within(left: Value, right: Value): boolean {
  if (typeof right === 'string') return typeof left === 'string' && places(right, left).length > 0
  if (Array.isArray(right)) return right.some((item) => equal(left, item))
  return isMap(right) && Object.keys(right).some((key) => key === left)
}

/** Undefined when null is among the two. */
function compared(left: Value, right: Value): number | undefined {
  if (left === null || right === null) return undefined
  if (typeof left === 'string' && typeof right === 'string') return lists(points(left), points(right))
  if (Array.isArray(left) && Array.isArray(right)) return lists(left, right)
  if (typeof left !== typeof right || typeof left === 'object') return refuse()
  return Number(left) - Number(right)
}

function lists(left: readonly Value[], right: readonly Value[]): number | undefined {
  const at = left.findIndex((item, index) => index >= right.length || !equal(item, right[index] ?? null))
  if (at === -1) return left.length - right.length
  return at >= right.length ? 1 : compared(left[at] ?? null, right[at] ?? null)
}

const points = (text: string): number[] => [...text].map((character) => character.codePointAt(0) ?? 0)

/** Where a part begins, in code points; overlapping ones too. */
function places(text: string, part: string): number[] {
  const whole = [...text]
  const wanted = [...part]
  return [...whole, ''].flatMap((_, at) =>
    wanted.every((each, offset) => whole[at + offset] === each) ? [at] : [],
  )
}

function arithmetic(operator: string, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return calculated(operator, left, right)
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) return left.concat(right)
  if (operator !== '*') return refuse()
  const [count, value] = typeof left === 'number' ? [left, right] : [right, left]
  if (typeof count !== 'number' || !Number.isInteger(count)) return refuse()
  const times = Array.from({length: Math.max(0, count)}, () => value)
  if (typeof value === 'string') return times.join('')
  return Array.isArray(value) ? times.flat() : refuse()
}

function calculated(operator: string, left: number, right: number): number {
  if (['/', '//', '%'].includes(operator) && right === 0) return refuse()
  const results: Record<string, number> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '//': Math.floor(left / right),
    '%': left - right * Math.floor(left / right),
  }
  return (results[operator] ?? refuse()) + 0
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : refuse())

function method(name: string, receiver: Value, args: readonly Value[]): Value {
  if (name === 'get' || name === 'keys' || name === 'values') return mapMethod(name, receiver, args)
  if (receiver === null) return nullMethod(name)
  return typeof receiver === 'string' ? textMethod(name, receiver, args) : refuse()
}

function nullMethod(name: string): Value {
  return {startswith: false, endswith: false, isdigit: false, count: 0, find: -1}[name] ?? null
}

function mapMethod(name: string, receiver: Value, [key = null, otherwise = null]: readonly Value[]): Value {
  if (receiver === null) return name === 'get' ? otherwise : null
  if (!isMap(receiver)) return refuse()
  if (name === 'keys') return Object.keys(receiver)
  if (name === 'values') return Object.values(receiver)
  return within(key, receiver) ? own(receiver, key) : otherwise
}

function textMethod(name: string, receiver: string, [first, second]: readonly Value[]): Value {
  const size = [...receiver].length
  switch (name) {
    case 'startswith':
    case 'endswith': {
      const parts = (Array.isArray(first) ? first : [first]) as readonly Value[]
      for (const part of parts) {
        const at = name === 'startswith' ? 0 : size - [...text(part)].length
        if (places(receiver, text(part)).includes(at)) return true
      }
      return false
    }
    case 'lower':
      return receiver.toLowerCase()
    case 'upper':
      return receiver.toUpperCase()
    case 'find':
      return places(receiver, text(first))[0] ?? -1
    case 'isdigit':
      return /^[0-9]+$/.test(receiver)
    case 'strip':
      return receiver.replace(/^\s+/, '').replace(/\s+$/, '')
    case 'split':
      if (first === null) return receiver.split(/\s+/).filter((piece) => piece !== '')
      return text(first) === '' ? refuse() : receiver.split(text(first))
    case 'replace':
      return replaced(receiver, text(first), text(second))
    case 'count':
      return text(first) === '' ? size + 1 : receiver.split(text(first)).length - 1
    default:
      return refuse()
  }
}

const replaced = (whole: string, old: string, by: string): string =>
  old === '' ? by + [...whole].map((each) => each + by).join('') : whole.split(old).join(by)

function call(name: string, args: readonly Value[]): Value {
  const [first = null] = args
  switch (name) {
    case 'len':
      return typeof first === 'string' || typeof first === 'object' ? iterate(first).length : refuse()
    case 'str':
      return typeof first === 'string' ? first : typeof first === 'number' ? String(first) : refuse()
    case 'abs':
      return typeof first === 'number' ? Math.abs(first) : refuse()
    case 'any':
      return first !== null && iterate(first).some(truth)
    case 'all':
      return first !== null && iterate(first).every(truth)
    case 'min':
    case 'max': {
      const items = args.length === 1 ? iterate(first) : args
      if (items.length === 0) return refuse()
      return items.reduce((best, each) => {
        const order = compared(each, best) ?? refuse()
        return (name === 'min' ? order < 0 : order > 0) ? each : best
      })
    }
    default:
      return refuse()
  }
}
