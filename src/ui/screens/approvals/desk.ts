import {ExitCode, TameError} from '../../../errors.js'
import type {Tame} from '../../../model/tame.js'
import {plainTheme} from '../../plain-theme.js'
import {approvalText} from '../../text/approvals/approval.js'
import {argumentsText, editedCall, editedText, parseArguments} from '../../text/approvals/edited.js'
import {recordedExplanationText} from '../../text/logs/record.js'
import type {Stage} from '../show.js'
import {questionOf} from './question.js'
import type {QueueDeed, QueueEvent} from './state.js'

type Dispatch = (event: QueueEvent) => void

export interface DeskOptions {
  readonly tame: Tame
  /** Who answers. */
  readonly by: string
  /** Opens a text in the person's editor. */
  readonly edit: (text: string) => Promise<string>
}

type Looking = Exclude<QueueDeed, {kind: 'answer'}>

/** Times are shown as on a clock; nothing is coloured or broken: what is read is wrapped letter by letter, by how wide it is then. */
const canvas = {width: Number.POSITIVE_INFINITY, theme: plainTheme}

/** Does at tame what is asked for at the screen. */
export class Desk {
  /** What was edited and could not be taken: nobody types it twice. */
  private readonly drafts = new Map<string, string>()
  private isEditing = false

  constructor(private readonly options: DeskOptions) {}

  async perform(deed: QueueDeed, dispatch: Dispatch, stage: Stage): Promise<void> {
    try {
      if (deed.kind === 'answer') await this.answer(deed, dispatch)
      else if (deed.kind === 'tell') await this.tell(deed.id, dispatch)
      else if (deed.kind === 'explain') await this.explain(deed, dispatch)
      else await this.editAlone(deed.id, dispatch, stage)
    } catch (error) {
      if (!(error instanceof TameError)) throw error
      dispatch({kind: 'failed', id: deed.id, reason: error.message})
    }
  }

  private async answer(
    {id, answer}: Extract<QueueDeed, {kind: 'answer'}>,
    dispatch: Dispatch,
  ): Promise<void> {
    const {tame, by} = this.options
    const {effect, comment, args, scope} = answer
    const seq = answer.seen.get(id) ?? null
    try {
      const approval = await tame.approvals.answer(id, {effect, by, comment, args, scope, seq})
      dispatch({kind: 'answered', question: questionOf(approval), effect})
    } catch (error) {
      if (!(error instanceof TameError)) throw error
      dispatch({kind: 'refused', id, reason: error.message, isKnown: await this.isUnanswered(id, error)})
    }
  }

  /** Whether it is sure that an answer did not arrive. Where the server was lost it may have, and only the way back broke. */
  private async isUnanswered(id: string, {exitCode}: TameError): Promise<boolean> {
    if (exitCode !== ExitCode.unreachable) return true
    const found = await this.options.tame.approvals.get(id).catch(() => undefined)
    return found !== undefined && found.answers.length === 0 && found.status === 'pending'
  }

  private async tell(id: string, dispatch: Dispatch): Promise<void> {
    const approval = await this.options.tame.approvals.get(id)
    dispatch({
      kind: 'told',
      id,
      seq: approval.seq,
      title: approval.tool,
      text: approvalText(approval, canvas),
    })
  }

  private async explain({id, seq}: Looking, dispatch: Dispatch): Promise<void> {
    const {tame} = this.options
    const {tool, logId} = await tame.approvals.get(id)
    const text = recordedExplanationText(await tame.logs.explain(logId), canvas)
    dispatch({kind: 'told', id, seq, title: `Why ${tool}`, text})
  }

  /** Two editors would both read what is typed. */
  private async editAlone(id: string, dispatch: Dispatch, stage: Stage): Promise<void> {
    if (this.isEditing) return dispatch({kind: 'failed', id, reason: 'Another call is edited already'})
    this.isEditing = true
    try {
      await this.edit(id, dispatch, stage)
    } finally {
      this.isEditing = false
    }
  }

  private async edit(id: string, dispatch: Dispatch, stage: Stage): Promise<void> {
    const approval = await this.options.tame.approvals.get(id)
    const before = argumentsText(approval.editedArgs ?? approval.args)
    const after = await stage.lend(() => this.options.edit(this.drafts.get(id) ?? before))
    if (after.trim() === before.trim()) return dispatch({kind: 'failed', id, reason: 'Nothing was changed'})
    this.drafts.set(id, after)
    const args = parseArguments(after)
    const decision = await this.options.tame.test(editedCall(approval, args))
    const text = editedText(approval, args, decision, canvas)
    const isApprovable = decision.effect !== 'deny'
    dispatch({kind: 'edited', edited: {id, seq: approval.seq, tool: approval.tool, args, isApprovable, text}})
  }
}
