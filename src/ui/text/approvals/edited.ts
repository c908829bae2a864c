import {ExitCode, TameError} from '../../../errors.js'
import type {Approval} from '../../../model/approval.js'
import type {Arguments, Call} from '../../../model/call.js'
import type {Decision} from '../../../model/decision.js'
import type {Canvas} from '../../theme.js'
import {changedArguments, changeText} from '../changed-arguments.js'
import {effectText} from '../effect.js'
import {escaped} from '../escape.js'
import {jsonText} from '../json.js'
import {hangingTree} from '../wrap.js'

/** What the policy says of a call as somebody edited it, and what they changed. */
export function editedText(
  {args}: Approval,
  edited: Arguments,
  {effect, ruleName, reason}: Decision,
  canvas: Canvas,
): string {
  const by = ruleName === null ? 'by default' : `by ${escaped(ruleName)}`
  const head = [
    `Decided again: ${effectText(effect, canvas.theme)} ${by}: ${escaped(reason)}`,
    effect === 'deny' ? 'It can’t be approved so.' : 'It runs so if it is approved.',
  ]
  return linesText([...head, '', ...changesLines(args, edited, canvas)], canvas)
}

const linesText = (lines: readonly string[], {width}: Canvas): string =>
  lines.map((line) => hangingTree(line, width)).join('\n')

const changesLines = (args: Arguments, edited: Arguments, {theme}: Canvas): string[] => [
  'Changed',
  ...changedArguments(args, edited).map((change) => `  ${changeText(change, theme)}`),
  '',
  'Arguments',
  ...jsonText(edited, 2).split('\n'),
]

/** What others have agreed to in place of what was asked. */
export function othersText({args, answers, tool}: Approval, edited: Arguments, canvas: Canvas): string {
  const people = answers.map(({by}) => escaped(by)).join(' and ')
  const head = `${people} agreed to ${escaped(tool)} with other arguments`
  return linesText([head, '', ...changesLines(args, edited, canvas)], canvas)
}

/** Arguments as they are edited. */
export const argumentsText = (args: Arguments): string => `${jsonText(args, 2)}\n`

/** Arguments as somebody left them. */
export function parseArguments(text: string): Arguments {
  const value = parseJson(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Arguments
  throw invalid('The edited arguments are no JSON object')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalid(`The edited arguments are not JSON: ${(cause as Error).message}`, cause)
  }
}

const invalid = (message: string, cause?: unknown): TameError =>
  new TameError('INVALID_ARGUMENTS', message, {
    cause,
    suggestions: ['Nothing was answered. Edit them again, as one JSON object'],
    exitCode: ExitCode.misuse,
  })

/** The call that would run if these arguments were approved. */
export const editedCall = (
  {tool, sessionId, agentId, userId, metadata}: Approval,
  args: Arguments,
): Call => ({
  tool,
  args,
  sessionId,
  agentId,
  userId,
  metadata,
})
