import type {Literal} from '../logic/clause.js'
import type {RuleLogic} from '../logic/rule-logic.js'

/** Finds the rules that may be about the same calls, so that not every rule is compared with every other. */
export class RuleIndex {
  private readonly named = new Map<string, RuleLogic[]>()
  private readonly unnamed: RuleLogic[] = []

  add(logic: RuleLogic): void {
    const {toolNames} = logic.rule
    if (toolNames === undefined) this.unnamed.push(logic)
    for (const tool of toolNames ?? []) {
      for (const key of keysOf(logic)) push(this.named, `${tool}\n${key}`, logic)
    }
  }

  /** Those added before that may take all calls of a rule: they are about its tools, and want no value that it leaves open. */
  *around(logic: RuleLogic): Generator<RuleLogic> {
    const {toolNames} = logic.rule
    const keys = ['', ...equalitiesOf(logic)]
    const lists = [...(toolNames ?? [])].flatMap((tool) =>
      keys.map((key) => this.named.get(`${tool}\n${key}`) ?? []),
    )
    yield* inOrder(lists.filter((list) => list.length > 0))
    yield* this.unnamed
  }
}

/** Finds the rules that have a tool in common with another. */
export class ToolIndex {
  private readonly all: RuleLogic[] = []
  private readonly named = new Map<string, RuleLogic[]>()
  private readonly unnamed: RuleLogic[] = []

  add(logic: RuleLogic): void {
    const {toolNames} = logic.rule
    this.all.push(logic)
    if (toolNames === undefined) this.unnamed.push(logic)
    for (const tool of toolNames ?? []) push(this.named, tool, logic)
  }

  /** Those added before that may have calls in common with a rule. */
  *beside({rule: {toolNames}}: RuleLogic): Generator<RuleLogic> {
    if (toolNames === undefined) yield* this.all
    for (const tool of toolNames ?? []) yield* this.named.get(tool) ?? []
    if (toolNames !== undefined) yield* this.unnamed
  }
}

/** All rules of some lists, each once. One list is not copied: it may be as long as the policy. */
function inOrder(lists: readonly (readonly RuleLogic[])[]): Iterable<RuleLogic> {
  const [only = [], another] = lists
  if (another === undefined) return only
  return [...new Set(lists.flat())].toSorted((a, b) => a.rule.position - b.rule.position)
}

function push(map: Map<string, RuleLogic[]>, key: string, logic: RuleLogic): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [logic])
  else known.push(logic)
}

/** A rule that wants one of some values is found only by those that want one of them too. */
function keysOf(logic: RuleLogic): readonly string[] {
  const [only, another] = logic.holds ?? []
  if (only === undefined || another !== undefined) return ['']
  const equality = only.find(isEquality)
  return equality === undefined ? [''] : valuesOf(equality)
}

const equalitiesOf = (logic: RuleLogic): readonly string[] => [
  ...new Set((logic.applies ?? []).flatMap((clause) => clause.filter(isEquality).flatMap(valuesOf))),
]

const isEquality = ({atom: {question, term}, outcome}: Literal): boolean =>
  outcome === 'true' && question.kind === 'equals' && term.key !== 'tool_name'

const valuesOf = ({atom: {question, term}}: Literal): readonly string[] =>
  question.kind === 'equals' ? question.values.map((value) => `${term.key}\n${JSON.stringify(value)}`) : []
