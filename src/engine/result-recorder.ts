import {ExitCode, TameError} from '../errors.js'
import type {ResultBody} from '../ledger/bodies/result-body.js'
import {contentHash} from '../ledger/content-hash.js'
import type {Notary} from '../ledger/notary.js'
import {canonicalJson, canonicalText} from '../model/canonical-json.js'
import type {Reported} from '../model/reported.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {redactOutcome} from '../policy/redact.js'
import type {StoredCall, StoredEntry} from '../store/store.js'
import {bodyOf, contentOf, type ResultContent} from './content.js'
import type {EntryDraft} from './draft.js'
import type {RecentCalls} from './recent-calls.js'

/** A result that is new to the record. */
export interface NewResult {
  readonly entry: EntryDraft
  readonly callSeq: number
  readonly sessionId: string | null
  readonly cost: number
}

/** The results of a group of reports: each call has one. */
export class ResultRecorder {
  /** By log id: the seals of results that are not written yet. */
  private readonly seals = new Map<string, string>()

  constructor(
    private readonly policy: CompiledPolicy,
    private readonly notary: Notary | undefined,
    private readonly calls: ReadonlyMap<string, StoredCall>,
    private readonly newSalt: () => string,
    private readonly recent: RecentCalls,
  ) {}

  /** Nothing when the same was reported before. Throws where another was, or there is no such call. */
  record(reported: Reported): NewResult | undefined {
    const {decision, result} = this.callOf(reported)
    const seal = this.seal(reported.text)
    const before = this.seals.get(reported.logId)
    const isKnown = before === undefined ? result !== null : true
    if (isKnown && !(before === seal || (result !== null && isSame(reported, seal, result))))
      throw otherResult(reported)
    if (isKnown) return undefined
    const entry = this.entry(reported, decision, seal)
    this.seals.set(reported.logId, seal)
    return {entry, callSeq: decision.seq, sessionId: decision.sessionId, cost: reported.cost ?? 0}
  }

  private callOf({logId, ofSession}: Reported): StoredCall {
    const call = this.calls.get(logId)
    if (call === undefined) throw logNotFound(logId)
    if (ofSession === null || call.decision.sessionId === ofSession) return call
    throw new TameError('SESSION_MISMATCH', `The call ${logId} is not of the session ${ofSession}`, {
      suggestions: [`See of which: tame logs show ${logId}`],
    })
  }

  private seal(text: string): string {
    if (this.notary === undefined) throw new Error('No ledger holds the call')
    return this.notary.seal(text)
  }

  private entry(reported: Reported, decision: StoredEntry, seal: string): EntryDraft {
    const {logId, status, durationMs, cost} = reported
    const {error, result} = redactOutcome(this.policy, this.recent.of(logId), reported)
    const content = `{"error":${error === null ? 'null' : canonicalText(error)},"result":${canonicalJson(result)},"result_seal":"${seal}"}`
    const salt = this.newSalt()
    const body: ResultBody = {
      log_id: logId,
      call_seq: decision.seq,
      status,
      duration_ms: durationMs,
      cost,
      content: contentHash(salt, content),
    }
    return {
      kind: 'result',
      sessionId: decision.sessionId,
      id: null,
      eventId: null,
      body: canonicalJson(body),
      salt,
      content,
    }
  }
}

/** Of one that was erased only the rest can be compared. */
function isSame({status, durationMs, cost}: Reported, seal: string, entry: StoredEntry): boolean {
  const content = contentOf<ResultContent>(entry)
  if (content !== null) return content.result_seal === seal
  const body = bodyOf<ResultBody>(entry)
  return body.status === status && body.duration_ms === durationMs && body.cost === cost
}

const otherResult = ({logId}: Reported): TameError =>
  new TameError('RESULT_REPORTED', `Another result of the call ${logId} was reported before`, {
    suggestions: [`tame logs show ${logId}`],
  })

export const logNotFound = (logId: string): TameError =>
  new TameError('LOG_NOT_FOUND', `No call was recorded under ${JSON.stringify(logId.slice(0, 100))}`, {
    suggestions: ['tame logs'],
    exitCode: ExitCode.misuse,
  })
