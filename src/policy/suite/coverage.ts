import type {Comparison} from '../../model/comparison.js'
import type {Coverage, MissedPart} from '../../model/coverage.js'
import {type Path, readDocument, type SourceDocument} from '../../source/document.js'
import {record} from '../compile/tape.js'
import type {CompiledPolicy} from '../compiled-policy.js'
import type {Requirement} from '../rule/requirement.js'
import type {Rule} from '../rule/rule.js'
import {Trial} from '../rule/trial.js'
import {createPoint, type Point, type PointInText, pointedCondition, see} from './points.js'
import type {Decided} from './run-case.js'

/** Notes what of a policy its tests have been through. Costs nothing when nobody makes one. */
export class CoverageRecord {
  private readonly rules: readonly RuleRecord[]

  constructor(
    private readonly policy: CompiledPolicy,
    /** The policy's own, for the places of what was missed. */
    private readonly text: string,
  ) {
    this.rules = policy.rules.map(createRuleRecord)
  }

  /** Goes the way of a decision, also past rules that its index could leave out: to those the tool was compared too. */
  add({call, facts, nowMs, verdict}: Decided): void {
    const trial = new Trial(call, facts, this.policy.clock, nowMs)
    for (const record of this.rules) {
      if (record.rule.name === verdict.ruleName) record.hasDecided = true
      if (record.rule.fitsTool(call.tool) && ask(record, trial)) return
    }
  }

  result(): Coverage {
    const points = this.rules.flatMap(({questions}) => questions.flatMap((question) => question.points))
    return {
      policy: this.policy.file,
      rules: {seen: this.rules.filter(({hasDecided}) => hasDecided).length, total: this.rules.length},
      comparisons: {
        seen: points.reduce((sum, point) => sum + answersSeen(point), 0),
        total: 2 * points.length,
      },
      missed: this.missed(),
    }
  }

  private missed(): MissedPart[] {
    const document = readDocument(this.policy.file, this.text)
    return this.rules.flatMap((record) => missedOf(document, record))
  }
}

interface RuleRecord {
  readonly rule: Rule
  readonly questions: readonly Question[]
  hasDecided: boolean
}

/** A requirement of a rule with the points it touches. */
interface Question {
  readonly points: readonly Point[]
  /** Throws when it can't be worked out. */
  ask(trial: Trial): boolean
  placeOf(point: Point): Place
}

interface Place {
  readonly path: Path
  readonly start?: number
  readonly end?: number
}

const createRuleRecord = (rule: Rule): RuleRecord => ({
  rule,
  questions: rule.requirements.map((requirement) => questionOf(rule, requirement)),
  hasDecided: false,
})

function questionOf({condition, definition}: Rule, requirement: Requirement): Question {
  if (requirement.key === 'condition' && condition !== undefined) {
    const {points, evaluate} = pointedCondition(condition.source, condition.expression)
    const placeOf = (point: Point): Place => ({path: ['condition'], ...spanOf(point, points)})
    return {points, ask: (trial) => evaluate(trial), placeOf}
  }
  const paths = requirement.key === 'limit' ? [['limit']] : pathsIn(requirement.key, definition)
  const points = new Map(paths.map((path) => [path.join('.'), createPoint(path.join('.'))]))
  const placeOf = ({source}: Point): Place => ({path: paths.find((path) => path.join('.') === source) ?? []})
  return {points: [...points.values()], ask: (trial) => askRecording(requirement, trial, points), placeOf}
}

const spanOf = (point: Point, points: readonly PointInText[]): Partial<PointInText> =>
  points.find((each) => each === point) ?? {}

/** The keys that a rule's `agents` and `conditions` compare with something, as their comparisons name them. */
function pathsIn(key: Requirement['key'], {agents = {}, conditions = {}}: Rule['definition']): string[][] {
  if (key === 'agents') return Object.keys(agents).map((each) => ['agents', each])
  return Object.entries(conditions).flatMap(([block, wanted]) =>
    Object.keys(wanted ?? {}).map((each) => ['conditions', block, each]),
  )
}

function askRecording(requirement: Requirement, trial: Trial, points: ReadonlyMap<string, Point>): boolean {
  const comparisons: Comparison[] = []
  try {
    return record(comparisons, requirement, trial)
  } finally {
    for (const {source, result} of comparisons) see(points.get(source), result)
  }
}

/** Whether the rule applies. What can't be worked out counts as it does in a decision. */
function ask({rule, questions}: RuleRecord, trial: Trial): boolean {
  return questions.every((question) => {
    try {
      return question.ask(trial)
    } catch {
      return rule.isStrict
    }
  })
}

const answersSeen = ({seenTrue, seenFalse}: Point): number => Number(seenTrue) + Number(seenFalse)

function missedOf(document: SourceDocument, {rule, questions, hasDecided}: RuleRecord): MissedPart[] {
  const at: Path = ['rules', rule.position]
  const decided: MissedPart[] = hasDecided
    ? []
    : [{rule: rule.name, source: rule.name, never: 'decided', ...placeIn(document, {path: [...at, 'name']})}]
  const compared = questions.flatMap(({points, placeOf}) =>
    points.flatMap((point): MissedPart[] => {
      const never = neverOf(point)
      if (never === undefined) return []
      const {path, ...span} = placeOf(point)
      const place = placeIn(document, {path: [...at, ...path], ...span})
      return [{rule: rule.name, source: point.source.replaceAll(/\s+/g, ' '), never, ...place}]
    }),
  )
  return [...decided, ...compared]
}

function neverOf({seenTrue, seenFalse}: Point): MissedPart['never'] | undefined {
  if (seenTrue && seenFalse) return undefined
  if (!seenTrue && !seenFalse) return 'asked'
  return seenTrue ? 'false' : 'true'
}

function placeIn(document: SourceDocument, {path, start, end}: Place): Pick<MissedPart, 'line' | 'column'> {
  const about = {code: '', message: ''}
  const {line, column} =
    start === undefined || end === undefined
      ? document.problemAtValue(path, about)
      : document.problemInText(path, start, end, about)
  return {line, column}
}
