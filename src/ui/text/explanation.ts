import type {
  Explanation,
  ExpressionExplanation,
  PartExplanation,
  RuleExplanation,
} from '../../model/explanation.js'
import type {Verdict} from '../../model/verdict.js'
import type {Canvas, Theme} from '../theme.js'
import {effectText} from './effect.js'
import {escaped} from './escape.js'
import {shortJson} from './json.js'
import {hanging, hangingTree} from './wrap.js'

/** Why a verdict came out as it did: each rule looked at, and what each part of it came to. */
export const explanationText = (explanation: Explanation, canvas: Canvas): string =>
  [
    hanging(verdictText(explanation.verdict, canvas.theme), canvas.width),
    '',
    rulesText(explanation, canvas),
  ].join('\n')

/** The same without the verdict itself, for where that was said before. */
export function rulesText({rules, nearestMiss}: Explanation, {theme, width}: Canvas): string {
  const looked = rules.filter(({outcome}) => outcome !== 'not reached')
  const unreached = rules.length - looked.length
  const lines = looked.flatMap((rule) => ruleLines(rule, theme))
  if (unreached > 0) lines.push(theme.faint(`… and ${unreached} more that were not reached`))
  if (nearestMiss !== null) {
    const {ruleName, effect, missing} = nearestMiss
    lines.push(
      '',
      `Nearest miss: ${theme.strong(ruleName)} (${effect}) lacked ${missing.map(oneLine).join('; ')}`,
    )
  }
  return lines.map((line) => hangingTree(line, width)).join('\n')
}

function verdictText({effect, ruleName, reason}: Verdict, theme: Theme): string {
  const by = ruleName === null ? 'by default' : `by ${theme.strong(escaped(ruleName))}`
  return `${effectText(effect, theme)} ${by}: ${escaped(reason)}`
}

function ruleLines({ruleName, effect, line, outcome, parts}: RuleExplanation, theme: Theme): string[] {
  const sign = outcome === 'applies' ? theme.good('✔') : theme.faint('·')
  const head = `${sign} ${theme.strong(escaped(ruleName))} ${theme.faint(`(${effect}, line ${line})`)} ${outcome}`
  return [head, ...parts.flatMap((part) => partLines(part, theme))]
}

function partLines({key, outcome, error, comparisons, tree}: PartExplanation, theme: Theme): string[] {
  if (outcome === 'not asked') return []
  const why = error === null ? '' : `: ${escaped(error)}`
  if (tree !== null) return [`    ${key} ${outcome}${why}`, ...treeLines(tree, 3, theme)]
  const shown = comparisons.map(
    ({field, operator, expected, actual}) =>
      `${field} ${operator} ${shortJson(expected)}, and is ${shortJson(actual)}`,
  )
  return [`    ${key} ${outcome}${why}${shown.length > 0 ? `: ${shown.join('; ')}` : ''}`]
}

function treeLines(tree: ExpressionExplanation, depth: number, theme: Theme): string[] {
  const indent = '  '.repeat(depth)
  const line = `${indent}${oneLine(tree.source)} ${theme.faint('→')} ${outcomeText(tree, theme)}`
  const telling = tree.notEvaluated === true ? [] : tree.children.filter(isTelling)
  return [line, ...telling.flatMap((child) => treeLines(child, depth + 1, theme))]
}

/** A literal says what it is; all of `tool_args` would bury the one argument that is asked for. */
const isTelling = ({kind, value}: ExpressionExplanation): boolean =>
  kind !== 'literal' && !(kind === 'name' && typeof value === 'object' && value !== null)

function outcomeText({value, error, notEvaluated}: ExpressionExplanation, theme: Theme): string {
  if (notEvaluated === true) return theme.faint('not looked at')
  if (error !== undefined) return theme.bad(`error: ${escaped(error)}`)
  if (typeof value === 'boolean') return value ? theme.good('true') : theme.warning('false')
  return shortJson(value)
}

const oneLine = (source: string): string => escaped(source.replaceAll(/\s+/g, ' ').trim())
