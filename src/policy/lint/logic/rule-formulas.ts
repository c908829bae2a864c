import type {AgentsFile, ConditionsFile, RuleFile} from '../../file/schema.js'
import {prepareToolGlob} from '../../functions/glob.js'
import type {Expression} from '../../parse/expression.js'
import {printExpression} from '../../parse/print.js'
import type {Rule} from '../../rule/rule.js'
import type {Atom, Outcome, Where} from './atom.js'
import {type Formula, formulaOf} from './formula.js'
import {toolPattern} from './pattern.js'
import {toolTerm} from './term.js'

/** All that a rule asks, in the order in which deciding asks it. */
export function partsOf({definition, condition, limit}: Rule): readonly Formula[] {
  const {tools, agents, conditions} = definition
  return [
    ...(tools === undefined ? [] : [toolsFormula(tools)]),
    ...(agents === undefined ? [] : agentsFormulas(agents)),
    ...(conditions === undefined ? [] : conditionsFormulas(conditions)),
    ...(condition === undefined
      ? []
      : [formulaOf(condition.expression, {source: condition.source, where: {key: 'condition'}})]),
    ...(limit === undefined ? [] : [limitFormula(definition, limit)]),
  ]
}

function toolsFormula(tools: readonly string[]): Formula {
  const fits = prepareToolGlob(tools)
  const patterns = tools.map(toolPattern).filter((pattern) => pattern !== undefined)
  const text = `tools: [${tools.join(', ')}]`
  const test = (value: unknown): Outcome => (typeof value === 'string' && fits(value) ? 'true' : 'false')
  const atom: Atom = {
    key: `tools ${JSON.stringify(tools)}`,
    text,
    isInverted: false,
    where: {key: 'tools'},
    term: toolTerm,
    question: patterns.length === tools.length ? {kind: 'text', patterns} : {kind: 'unknown'},
    test,
    evaluate: ({tool_name}) => test(tool_name),
    expression: name('tool_name'),
  }
  return {kind: 'atom', atom}
}

function limitFormula({name: ruleName}: RuleFile, limit: NonNullable<Rule['limit']>): Formula {
  if (limit.count === 0) return {kind: 'constant', value: true}
  const atom: Atom = {
    key: `limit ${ruleName}`,
    text: `limit: ${limit.count}`,
    isInverted: false,
    where: {key: 'limit'},
    term: {...toolTerm, key: `limit ${ruleName}`},
    question: {kind: 'unknown'},
    limit,
  }
  return {kind: 'atom', atom}
}

const nowhere = {start: 0, end: 0}
const name = (text: string): Expression => ({kind: 'name', name: text, ...nowhere})
const literal = (value: string | number | boolean | null): Expression => ({
  kind: 'literal',
  value,
  ...nowhere,
})
const list = (values: readonly (string | number | boolean)[]): Expression => ({
  kind: 'list',
  items: values.map(literal),
  ...nowhere,
})
const memberOf = (object: string, key: string): Expression => ({
  kind: 'index',
  object: name(object),
  index: literal(key),
  ...nowhere,
})
const compare = (first: Expression, operator: '==' | 'in', right: Expression): Expression => ({
  kind: 'comparison',
  first,
  links: [{operator, right}],
  ...nowhere,
})

/** What an older or shorter form of a condition says, as a condition. */
function written(expression: Expression, where: Where): Formula {
  const source = printExpression(expression)
  return formulaOf({...expression, start: 0, end: source.length}, {source, where})
}

function agentsFormulas({ids, tiers, tags}: AgentsFile): readonly Formula[] {
  const among = (key: string, values: readonly string[] | undefined): Formula[] =>
    values === undefined
      ? []
      : [written(compare(memberOf('agent', key), 'in', list(values)), {key: 'agents'})]
  return [...among('id', ids), ...among('trust_tier', tiers), ...(tags === undefined ? [] : [hasTag(tags)])]
}

const hasTag = (tags: readonly string[]): Formula =>
  written(
    {
      kind: 'quantifier',
      quantifier: 'any',
      body: compare(name('tag'), 'in', list(tags)),
      variable: {text: 'tag', ...nowhere},
      list: memberOf('agent', 'tags'),
      ...nowhere,
    },
    {key: 'agents'},
  )

type Block = NonNullable<Where['block']>

function conditionsFormulas(conditions: ConditionsFile): readonly Formula[] {
  const {arg_contains = {}, arg_not_contains = {}, session_context = {}} = conditions
  const wanted = (object: string, block: Block, values: Record<string, unknown>): Formula[] =>
    Object.entries(values).map(([key, value]) =>
      value === '*' ? isThere(object, block, key) : hasValue(object, block, key, value),
    )
  return [
    ...wanted('tool_args', 'arg_contains', arg_contains),
    ...Object.entries(arg_not_contains).map(
      ([key, value]): Formula => ({
        kind: 'not',
        part: hasValue('tool_args', 'arg_not_contains', key, value),
      }),
    ),
    ...wanted('metadata', 'session_context', session_context),
  ]
}

/** What is not null is there: said beside it, because that is what other conditions speak of. */
function isThere(object: string, block: Block, key: string): Formula {
  const where: Where = {key: 'conditions', block}
  const isNull = written(compare(memberOf(object, key), '==', literal(null)), where)
  return {kind: 'any', parts: [{kind: 'not', part: isNull}, hasKey(object, key, where)]}
}

const hasKey = (object: string, key: string, where: Where): Formula =>
  written(compare(literal(key), 'in', name(object)), where)

function hasValue(object: string, block: Block, key: string, value: unknown): Formula {
  const where: Where = {key: 'conditions', block}
  const member = memberOf(object, key)
  if (typeof value === 'string') return written(compare(member, '==', literal(value)), where)
  if (typeof value === 'number' || typeof value === 'boolean')
    return written(compare(member, 'in', list(alike(value))), where)
  if (value !== null) return {kind: 'atom', atom: deepAtom(object, key, value, where)}
  const isNull = written(compare(member, '==', literal(null)), where)
  return {kind: 'all', parts: [hasKey(object, key, where), isNull]}
}

/** Older files take true for 1 and false for 0. */
function alike(value: number | boolean): readonly (number | boolean)[] {
  const number = Number(value)
  return number === 0 || number === 1 ? [number, number === 1] : [number]
}

/** A list or a map that an argument must equal: nothing is concluded from it. */
function deepAtom(object: string, key: string, value: unknown, where: Where): Atom {
  const text = `${object}.${key}: ${JSON.stringify(value)}`
  return {
    key: `equals ${text}`,
    text,
    isInverted: false,
    where,
    term: {...toolTerm, key: `equals ${text}`},
    question: {kind: 'unknown'},
  }
}
