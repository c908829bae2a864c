import type {Approval} from '../../src/model/approval.js'
import {type Question, questionOf} from '../../src/ui/screens/approvals/question.js'
import {
  type QueueDeed,
  type QueueEvent,
  type QueueState,
  queueAtStart,
  stepQueue,
} from '../../src/ui/screens/approvals/state.js'
import {KeyReader} from '../../src/ui/screens/key.js'
import type {ScreenEvent} from '../../src/ui/screens/screen.js'

/** 2026-11-20T10:00:00Z. */
export const noonMs = 1_795_168_800_000

/** An approval, with what a test says of it. */
export const approval = (said: Partial<Approval> = {}): Approval => ({
  id: '019aa0b4-7c00-7000-8000-00000000000a',
  status: 'pending',
  seq: 3,
  logId: '019aa0b4-7c00-7000-8000-000000000001',
  tool: 'send_email',
  args: {to: 'ada@example.com', subject: 'Hi'},
  sessionId: 'nightly',
  agentId: 'researcher',
  userId: null,
  keyId: null,
  metadata: null,
  reason: 'Mails leave the house',
  ruleName: 'mails',
  policyHash: 'ab'.repeat(32),
  requestedAtMs: noonMs - 120_000,
  expiresAtMs: noonMs + 3_480_000,
  onTimeout: 'deny',
  approvers: [],
  quorum: 1,
  answers: [],
  scope: 'once',
  editedArgs: null,
  spentBy: null,
  resolvedBy: null,
  resolvedAtMs: null,
  comment: null,
  isErased: false,
  ...said,
})

/** So many questions, of tools `tool_1`, `tool_2`… */
export const questions = (count: number, said: Partial<Approval> = {}): Question[] =>
  Array.from({length: count}, (_, at) =>
    questionOf(approval({id: `id-${at + 1}`, tool: `tool_${at + 1}`, seq: at + 1, ...said})),
  )

/** A queue to which things happen; what it asks of the world is kept. */
export class PlayedQueue {
  state: QueueState = queueAtStart(noonMs)
  readonly deeds: QueueDeed[] = []
  private readonly reader = new KeyReader()

  constructor(waiting: readonly Question[], size = {columns: 80, rows: 24}) {
    this.happen({kind: 'resized', size}, {kind: 'listed', questions: waiting, nowMs: noonMs})
  }

  happen(...events: readonly (QueueEvent | ScreenEvent)[]): this {
    for (const event of events) {
      const {state, deeds} = stepQueue(this.state, event, this.state.nowMs)
      this.state = state
      this.deeds.push(...deeds)
    }
    return this
  }

  type(sent: string): this {
    const keys = [...this.reader.read(sent), ...this.reader.flush()]
    return this.happen(...keys.map((key) => ({kind: 'key', key, nowMs: this.state.nowMs}) as const))
  }

  pass(ms: number): this {
    return this.happen({kind: 'ticked', nowMs: this.state.nowMs + ms})
  }

  get tools(): string[] {
    return this.state.rows.shown.map(({tool}) => tool)
  }

  get underCursor(): string | undefined {
    return this.state.rows.shown[this.state.rows.at]?.tool
  }

  /** As which each was seen that was answered. */
  get seen(): unknown[] {
    return this.deeds.flatMap((deed) =>
      deed.kind === 'answer' ? [[deed.id, deed.answer.seen.get(deed.id)]] : [],
    )
  }

  get answers(): QueueDeed[] {
    return this.deeds.filter(({kind}) => kind === 'answer')
  }

  /** What was asked of the world; of answers, which and how. */
  get sent(): unknown[] {
    return this.deeds.map((deed) =>
      deed.kind === 'answer'
        ? {
            id: deed.id,
            effect: deed.answer.effect,
            comment: deed.answer.comment,
            args: deed.answer.args,
            scope: deed.answer.scope,
          }
        : deed,
    )
  }
}
