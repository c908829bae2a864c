import type {ApprovalTerms} from '../model/approval-terms.js'
import type {Arguments} from '../model/call.js'
import type {ComparisonJson} from '../model/comparison.js'
import type {StoredEntry} from '../store/store.js'
import {brokenLedger} from './audit/ledger-identity.js'

/** What enters a decision's entry by its hash only. */
export interface DecisionContent {
  readonly args: Arguments
  /** Only where they are not those that were given. */
  readonly decided_args?: Arguments
  readonly metadata: Arguments | null
  readonly reason: string
  readonly conditions_evaluated: readonly ComparisonJson[]
  readonly facts: unknown
  readonly approval?: {
    approvers: string[]
    on_timeout: ApprovalTerms['onTimeout']
    quorum: number
    timeout_ms: number
  }
  /** Of what an approval is bound to; where one is asked for, or spent. */
  readonly approval_seal?: string
  readonly call_seal?: string
  /** Something in it was hidden. */
  readonly redacted?: true
}

/** What enters a result's entry by its hash only. */
export interface ResultContent {
  readonly result: unknown
  readonly error: string | null
  /** Of the whole result, to know it again. */
  readonly result_seal: string
}

/** Nothing when it was erased. */
export const contentOf = <Content>({seq, content}: StoredEntry): Content | null =>
  content === null ? null : (parsed(seq, content) as Content)

export const bodyOf = <Body>({seq, body}: StoredEntry): Body => parsed(seq, body) as Body

/** What tame wrote can be read: where it can't, somebody has changed it. */
function parsed(seq: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw brokenLedger(`entry ${seq} can’t be read`, cause)
  }
}

export const approvalOf = ({approval}: DecisionContent): ApprovalTerms | null =>
  approval === undefined
    ? null
    : {
        approvers: approval.approvers,
        onTimeout: approval.on_timeout,
        quorum: approval.quorum,
        timeoutMs: approval.timeout_ms,
      }
