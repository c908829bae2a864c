import type {Approval, ApprovalAnswer} from '../../../model/approval.js'
import type {Canvas, Theme} from '../../theme.js'
import {escaped} from '../escape.js'
import {type Field, fieldsText} from '../field-list.js'
import {jsonText} from '../json.js'
import {timeText} from '../local-time.js'
import {hanging} from '../wrap.js'
import {statusText} from './status.js'

/** All that is known of an approval; its arguments whole, since they are what is decided about. */
export function approvalText(approval: Approval, canvas: Canvas): string {
  const {theme} = canvas
  const head = `${statusText(approval.status, theme)} ${theme.strong(escaped(approval.tool))}: ${escaped(approval.reason)}`
  return [
    hanging(head, canvas.width),
    fieldsText(askedFields(approval, canvas), canvas),
    '',
    argumentsText(approval, theme),
    ...editedText(approval, theme),
    '',
    fieldsText(recordFields(approval, canvas), canvas),
  ].join('\n')
}

/** Who asks, and who may answer until when. */
function askedFields(approval: Approval, canvas: Canvas): Field[] {
  const {agentId, userId, sessionId, metadata, ruleName, approvers, quorum} = approval
  return [
    ['agent', ...some(agentId)],
    ['user', ...some(userId)],
    ['session', ...some(sessionId)],
    ['metadata', ...(metadata === null ? [] : [jsonText(metadata)])],
    ['rule', ...some(ruleName)],
    ['until', `${timeText(approval.expiresAtMs, canvas)}, then ${approval.onTimeout}`],
    ['who may', ...(approvers.length === 0 ? [] : [approvers.map(escaped).join(', ')])],
    ['needs', ...(quorum > 1 ? [`${quorum} people`] : [])],
    ['answers', ...approval.answers.map((each) => answerText(each, canvas))],
    ['over', ...resolvedLines(approval, canvas)],
    ['comment', ...some(approval.comment)],
  ]
}

/** Under what it is found again. */
const recordFields = (approval: Approval, canvas: Canvas): Field[] => [
  ['asked', timeText(approval.requestedAtMs, canvas)],
  ['good for', ...(approval.scope === 'session' ? ['the rest of the session'] : [])],
  ['log id', approval.logId],
  ['run as', ...some(approval.spentBy)],
  ['approval', approval.id],
]

function answerText({by, effect, atMs, comment}: ApprovalAnswer, canvas: Canvas): string {
  const said = comment === null ? '' : `: ${escaped(comment)}`
  return `${effect} by ${escaped(by)} at ${timeText(atMs, canvas)}${said}`
}

const resolvedLines = ({resolvedBy, resolvedAtMs}: Approval, canvas: Canvas): string[] =>
  resolvedAtMs === null ? [] : [`by ${escaped(resolvedBy ?? '?')} at ${timeText(resolvedAtMs, canvas)}`]

const argumentsText = ({args, isErased}: Approval, theme: Theme): string =>
  isErased ? theme.warning('Arguments were erased') : `${theme.faint('Arguments')}\n${jsonText(args, 2)}`

const editedText = ({editedArgs}: Approval, theme: Theme): string[] =>
  editedArgs === null ? [] : ['', `${theme.faint('Approved with these instead')}\n${jsonText(editedArgs, 2)}`]

const some = (text: string | null): string[] => (text === null ? [] : [escaped(text)])
