import {
  childrenOf,
  type Expression,
  type IndexExpression,
  type MemberExpression,
} from '../parse/expression.js'
import {constantKey} from './constant.js'
import {bind, type Variables} from './variables.js'

/** Where a value comes from: `tool_args`, `headers`, `token`. `*` is a key that is not known beforehand. */
export type Path = readonly string[]

/**
 * All that an expression looks at in what the caller gave, so that a value which shows in a decision can be hidden
 * when it, or what it was made of, is secret.
 */
export function readsOf(expression: Expression, variables: Variables): readonly Path[] {
  switch (expression.kind) {
    case 'name':
      return readsOfName(expression.name, variables)
    case 'member':
    case 'index':
      return readsOfMember(expression, variables)
    case 'method': {
      const [key, ...others] = expression.args
      const isGet =
        expression.method.text === 'get' && key?.kind === 'literal' && typeof key.value === 'string'
      if (!isGet) break
      const object = readsOfWhole(expression.object, variables)
      return [...below(object, String(key.value)), ...readsOfAll(others, variables)]
    }
    case 'quantifier': {
      const inside = bind(expression, variables).variables
      return [...readsOf(expression.list, variables), ...readsOf(expression.body, inside)]
    }
  }
  return readsOfAll(childrenOf(expression), variables)
}

const readsOfAll = (expressions: readonly Expression[], variables: Variables): readonly Path[] =>
  expressions.flatMap((each) => readsOf(each, variables))

/** Of what a key is taken from. What a method or a function gives may be any part of what it was given. */
function readsOfWhole(object: Expression, variables: Variables): readonly Path[] {
  const reads = readsOf(object, variables)
  return object.kind === 'method' || object.kind === 'call' ? below(reads, '*') : reads
}

const readsOfName = (name: string, variables: Variables): readonly Path[] =>
  variables.get(name)?.reads ?? (name === 'tool_args' || name === 'metadata' ? [[name]] : [])

function readsOfMember(
  expression: MemberExpression | IndexExpression,
  variables: Variables,
): readonly Path[] {
  const object = below(readsOfWhole(expression.object, variables), constantKey(expression) ?? '*')
  return expression.kind === 'index' ? [...object, ...readsOf(expression.index, variables)] : object
}

export const below = (paths: readonly Path[], key: string): readonly Path[] =>
  paths.map((path) => path.concat(key))
