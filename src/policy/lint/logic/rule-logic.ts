import type {AgentsFile, ConditionsFile, RuleFile} from '../../file/schema.js'
import {prepareToolGlob} from '../../functions/glob.js'
import type {Expression} from '../../parse/expression.js'
import {printExpression} from '../../parse/print.js'
import type {Rule} from '../../rule/rule.js'
import type {Atom, Outcome, Where} from './atom.js'
import {type Clause, clausesOf, product, union} from './clause.js'
import {type Formula, formulaOf} from './formula.js'
import {isImpossible} from './impossible.js'
import {toolPattern} from './pattern.js'
import {type Place, placesOf} from './place.js'
import {toolTerm} from './term.js'

/** What a rule asks, as formulas and as clauses. Clauses are nothing where they would be too many to look at. */
export class RuleLogic {
  readonly parts: readonly Formula[]
  readonly atoms: readonly Atom[]
  private knownTopics: Topics | undefined
  private knownPlaces: readonly Place[] | undefined
  private readonly known = new Map<string, readonly Clause[] | undefined>()

  constructor(readonly rule: Rule) {
    this.parts = partsOf(rule)
    this.atoms = this.parts.flatMap(atomsIn)
  }

  /** All calls that meet what it asks, and maybe others. */
  get holds(): readonly Clause[] | undefined {
    return this.once('holds', () => product(this.parts.map((part) => clausesOf(part, ['true']))))
  }

  /** All calls it applies to, also those for which a strict rule can't be worked out, and maybe others. */
  get applies(): readonly Clause[] | undefined {
    const outcomes: readonly Outcome[] = this.rule.isStrict ? ['true', 'error'] : ['true']
    return this.once('applies', () => product(this.parts.map((part) => clausesOf(part, outcomes))))
  }

  /** All calls it does not apply to, and maybe others. */
  get misses(): readonly Clause[] | undefined {
    const outcomes: readonly Outcome[] = this.rule.isStrict ? ['false'] : ['false', 'error']
    return this.once('misses', () => union(this.parts.map((part) => clausesOf(part, outcomes))))
  }

  /** What it asks of, in a word. */
  get topics(): Topics {
    this.knownTopics ??= topicsOf(this.places)
    return this.knownTopics
  }

  /** All that it looks at. */
  get places(): readonly Place[] {
    this.knownPlaces ??= this.atoms.flatMap(({expression}) => (expression ? placesOf(expression) : []))
    return this.knownPlaces
  }

  private once(name: string, make: () => readonly Clause[] | undefined): readonly Clause[] | undefined {
    if (!this.known.has(name))
      this.known.set(
        name,
        make()?.filter((clause) => !isImpossible(clause)),
      )
    return this.known.get(name)
  }
}

interface Topics {
  readonly namesTools: boolean
  readonly asksWho: boolean
  /** The arguments it looks at. */
  readonly args: ReadonlySet<string>
}

function topicsOf(places: readonly Place[]): Topics {
  const has = (...roots: readonly string[]): boolean => places.some(({path}) => roots.includes(path[0]))
  return {
    namesTools: has('tool_name'),
    asksWho: has('agent', 'user', 'metadata'),
    args: new Set(places.filter(({path}) => path[0] === 'tool_args').map(({key}) => key)),
  }
}

export const atomsIn = (formula: Formula): readonly Atom[] => {
  if (formula.kind === 'atom') return [formula.atom]
  if (formula.kind === 'constant') return []
  return formula.kind === 'not' ? atomsIn(formula.part) : formula.parts.flatMap(atomsIn)
}

/** In the order in which deciding asks them. */
function partsOf({definition, condition, limit}: Rule): readonly Formula[] {
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

const isThere = (object: string, block: Block, key: string): Formula =>
  written(compare(literal(key), 'in', name(object)), {key: 'conditions', block})

function hasValue(object: string, block: Block, key: string, value: unknown): Formula {
  const where: Where = {key: 'conditions', block}
  const member = memberOf(object, key)
  if (typeof value === 'string') return written(compare(member, '==', literal(value)), where)
  if (typeof value === 'number' || typeof value === 'boolean')
    return written(compare(member, 'in', list(alike(value))), where)
  if (value !== null) return {kind: 'atom', atom: deepAtom(object, key, value, where)}
  const isNull = written(compare(member, '==', literal(null)), where)
  return {kind: 'all', parts: [isThere(object, block, key), isNull]}
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
