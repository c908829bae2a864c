import type {TameError} from '../../../errors.js'
import type {Proof} from '../../../model/audit.js'
import type {LogRecord} from '../../../model/log-record.js'
import type {RecordedExplanation} from '../../../model/tame.js'
import type {Canvas, Theme} from '../../theme.js'
import {decisionFields} from '../decision.js'
import {effectText} from '../effect.js'
import {escaped} from '../escape.js'
import {rulesText} from '../explanation.js'
import {type Field, fieldsText} from '../field-list.js'
import {jsonText} from '../json.js'
import {timeText} from '../local-time.js'
import {hanging} from '../wrap.js'

/** All that is known of a recorded call. What could not be had is the reason why. */
export interface ShownRecord extends RecordedExplanation {
  readonly proof: Proof | TameError
}

export function recordText({proof, ...explained}: ShownRecord, canvas: Canvas): string {
  const {record} = explained
  const {theme} = canvas
  const fields = [...callFields(record, canvas), ...outcomeFields(record, theme), proofField(proof, theme)]
  const parts = [
    `${recordedHead(record, canvas)}\n${fieldsText(fields, canvas)}`,
    explainedText(explained, canvas),
  ]
  return parts.join('\n\n')
}

/** A recorded decision, explained by the policy of its time. */
export function recordedExplanationText(explained: RecordedExplanation, canvas: Canvas): string {
  const {record} = explained
  const head = recordedHead(record, canvas)
  const at = canvas.theme.faint(`recorded ${timeText(record.timestamp, canvas)}, log id ${record.logId}`)
  return `${head}\n${hanging(at, canvas.width)}\n\n${explainedText(explained, canvas)}`
}

function recordedHead({effect, ruleName, tool, reason}: LogRecord, {theme, width}: Canvas): string {
  const by = ruleName === null ? 'by default' : `by ${theme.strong(escaped(ruleName))}`
  return hanging(
    `${effectText(effect, theme)} ${theme.strong(escaped(tool))} ${by}: ${escaped(reason)}`,
    width,
  )
}

function explainedText({explanation, again, why}: RecordedExplanation, canvas: Canvas): string {
  const {theme} = canvas
  const reason = why === null ? '' : `: ${escaped(why)}`
  const verdicts = {
    same: theme.good('✔ Decided again by the policy of its time, it comes out the same'),
    different: theme.bad(`✖ Decided again by the policy of its time, it comes out differently${reason}`),
    unknown: theme.warning(`! Whether it would come out the same can’t be told${reason}`),
  }
  const verdict = hanging(verdicts[again], canvas.width)
  return explanation === null ? verdict : `${rulesText(explanation, canvas)}\n\n${verdict}`
}

function callFields(record: LogRecord, canvas: Canvas): Field[] {
  const {timestamp, agentId, userId, args, givenArgs, metadata, isErased} = record
  const erased = isErased ? [canvas.theme.warning('erased: only that there was a call is left')] : []
  return [
    ['at', timeText(timestamp, canvas)],
    ['agent', ...some(agentId)],
    ['user', ...some(userId)],
    ['arguments', ...(isErased ? erased : [jsonText(givenArgs ?? args)])],
    ['metadata', ...(metadata === null ? [] : [jsonText(metadata)])],
    ...noticeOf(record, canvas.theme),
    ...decisionFields(record, canvas.theme),
  ]
}

function noticeOf({enforced, effect, ruling}: LogRecord, theme: Theme): Field[] {
  if (enforced || effect === ruling) return []
  return [['warning', theme.warning(`the policy says ${ruling}, and it was not enforced`)]]
}

function outcomeFields({outcome, isErased}: LogRecord, theme: Theme): Field[] {
  if (outcome === null) return [['result', theme.faint('none was reported')]]
  const {status, result, error, durationMs, cost} = outcome
  const took = durationMs === null ? '' : `, took ${durationMs} ms`
  const spent = cost === null ? '' : `, cost ${cost}`
  return [
    [
      'result',
      `${escaped(status)}${took}${spent}`,
      ...(result === null || isErased ? [] : [jsonText(result)]),
    ],
    ['error', ...(error === null ? [] : [theme.bad(escaped(error))])],
  ]
}

function proofField(proof: Proof | TameError, theme: Theme): Field {
  if (proof instanceof Error) return ['proof', theme.warning(`none: ${escaped(proof.message)}`)]
  const {seq, hash, checkpoint} = proof
  return [
    'proof',
    `entry ${seq} of ${checkpoint.size} in ${escaped(checkpoint.origin)}`,
    `hash ${hash}`,
    `in the checkpoint with root ${checkpoint.root}`,
  ]
}

const some = (text: string | null): string[] => (text === null ? [] : [escaped(text)])
