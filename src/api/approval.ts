import * as z from 'zod/mini'
import {
  type Approval,
  type ApprovalQuery,
  approvalScopes,
  approvalStatuses,
  type GivenAnswer,
  type GivenCancellation,
  approvalJson as plainJson,
} from '../model/approval.js'
import {count, map, number, textOrNull, time} from './fields.js'
import {wireTimeOf} from './wire-time.js'

const effect = z.enum(['approve', 'deny'])

const approvalObject = z.object({
  approval_id: z.string(),
  status: z.enum(approvalStatuses),
  tool_name: z.string(),
  tool_args: map,
  session_id: textOrNull,
  agent_id: textOrNull,
  user_id: textOrNull,
  key_id: textOrNull,
  metadata: z.nullable(map),
  reason: z.string(),
  rule_name: textOrNull,
  policy_hash: z.string(),
  log_id: z.string(),
  requested_at: time,
  expires_at: time,
  on_timeout: z.enum(['allow', 'deny']),
  approvers: z.array(z.string()),
  quorum: count,
  answers: z.array(z.object({by: z.string(), effect, at: time, comment: textOrNull})),
  scope: z.enum(approvalScopes),
  edited_args: z.nullable(map),
  spent_by: textOrNull,
  resolved_by: textOrNull,
  resolved_at: z.nullable(time),
  comment: textOrNull,
  erased: z.boolean(),
  seq: count,
})

/** A question to a person, and what became of it. */
export const approval = z.pipe(approvalObject, z.transform(approvalOf))

function approvalOf(json: z.output<typeof approvalObject>): Approval {
  return {
    id: json.approval_id,
    status: json.status,
    seq: json.seq,
    logId: json.log_id,
    tool: json.tool_name,
    args: json.tool_args,
    sessionId: json.session_id,
    agentId: json.agent_id,
    userId: json.user_id,
    keyId: json.key_id,
    metadata: json.metadata,
    reason: json.reason,
    ruleName: json.rule_name,
    policyHash: json.policy_hash,
    requestedAtMs: json.requested_at,
    expiresAtMs: json.expires_at,
    onTimeout: json.on_timeout,
    approvers: json.approvers,
    quorum: json.quorum,
    answers: json.answers.map(({at, ...answer}) => ({...answer, atMs: at})),
    scope: json.scope,
    editedArgs: json.edited_args,
    spentBy: json.spent_by,
    resolvedBy: json.resolved_by,
    resolvedAtMs: json.resolved_at,
    comment: json.comment,
    isErased: json.erased,
  }
}

export type WireApprovalJson = z.input<typeof approvalObject>

export function approvalJson(approval: Approval): WireApprovalJson {
  const json = plainJson(approval)
  return {
    ...json,
    requested_at: wireTimeOf(json.requested_at),
    expires_at: wireTimeOf(json.expires_at),
    resolved_at: json.resolved_at === null ? null : wireTimeOf(json.resolved_at),
    approvers: [...json.approvers],
    answers: json.answers.map(({at, ...answer}) => ({...answer, at: wireTimeOf(at)})),
  }
}

/** Which questions are meant. */
export const approvalQuery = z.pipe(
  z.object({
    status: z.optional(z.enum(approvalStatuses)),
    session_id: z.optional(z.string()),
    agent_id: z.optional(z.string()),
    key_id: z.optional(z.string()),
    limit: z.optional(number(0)),
  }),
  z.transform(
    ({status, session_id, agent_id, key_id, limit}): ApprovalQuery => ({
      ...(status !== undefined && {status}),
      ...(session_id !== undefined && {sessionId: session_id}),
      ...(agent_id !== undefined && {agentId: agent_id}),
      ...(key_id !== undefined && {keyId: key_id}),
      ...(limit !== undefined && {limit}),
    }),
  ),
)

export const approvalQueryJson = (query: ApprovalQuery): Record<string, string | undefined> => ({
  status: query.status,
  session_id: query.sessionId,
  agent_id: query.agentId,
  key_id: query.keyId ?? undefined,
  limit: query.limit?.toString(),
})

/** No proxy takes an answer for lost that comes within this time. */
export const longestWaitMs = 25_000

/** How long an answer may wait for the question to be resolved. */
export const waitQuery = z.object({wait_ms: z.optional(number(0, longestWaitMs))})

const comment = z.optional(z.nullable(z.string()))

/** What a person says; who it is, the key says. Nothing is passed over: what is misspelt may have been an edit. */
export const answerBody = z.pipe(
  z.strictObject({
    effect,
    comment,
    tool_args: z.optional(z.nullable(map)),
    scope: z.optional(z.enum(approvalScopes)),
    seq: z.optional(z.nullable(count)),
  }),
  z.transform(
    ({effect, comment, tool_args, scope, seq}): Omit<GivenAnswer, 'by' | 'keyId'> => ({
      effect,
      ...(comment !== undefined && {comment}),
      ...(tool_args !== undefined && {args: tool_args}),
      ...(scope !== undefined && {scope}),
      ...(seq !== undefined && {seq}),
    }),
  ),
)

export const answerJson = ({
  effect,
  comment,
  args,
  scope,
  seq,
}: Omit<GivenAnswer, 'by'>): z.input<typeof answerBody> => ({effect, comment, tool_args: args, scope, seq})

export const cancellationBody = z.pipe(
  z.object({comment}),
  z.transform(({comment}): Omit<GivenCancellation, 'by'> => ({...(comment !== undefined && {comment})})),
)
