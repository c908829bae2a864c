import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../command.js'
import {ExitCode, TameError} from '../errors.js'
import {type Approval, approvalJson, type GivenAnswer} from '../model/approval.js'
import {approverOf} from '../runtime/approver.js'
import {hasScreen} from '../runtime/terminal.js'
import {escaped} from '../ui/text/escape.js'

interface Given {
  readonly deny: boolean
  readonly reason: string | undefined
  readonly edit: boolean
  readonly seq: number | undefined
  readonly 'for-session': boolean
}

export default class Approve extends TameCommand {
  static override summary = 'Answer the calls that wait for a person'
  static override description =
    'Without an ID, on a terminal: the queue of all that wait, with ? for its keys. Elsewhere they are listed. With an ID, that one is approved, or denied with --deny. Where others have agreed to other arguments, these are shown first, and you are asked; where nobody can be asked, --seq says that you have seen them. You answer as the user of the configuration, or else under your login name. A call with edited arguments is decided again: what the policy denies can’t be approved into being.'
  static override examples = [
    '<%= config.bin %> approve',
    '<%= config.bin %> approve --list --json | jq -r .[].approval_id',
    '<%= config.bin %> approve ID --reason "checked with Ada"',
    '<%= config.bin %> approve ID --deny --reason "wrong recipient"',
    '<%= config.bin %> approve --watch --json',
  ]
  static override args = {
    id: Args.string({name: 'ID', description: 'The approval to answer'}),
  }
  static override flags = {
    list: Flags.boolean({description: 'List what waits', exclusive: ['watch']}),
    watch: Flags.boolean({description: 'Go on with what is asked and answered, until Ctrl-C'}),
    deny: Flags.boolean({description: 'Deny it', exclusive: ['edit', 'for-session', 'seq']}),
    reason: Flags.string({helpValue: 'TEXT', description: 'Why; it goes on the record'}),
    edit: Flags.boolean({
      description: 'Edit the arguments first, in $VISUAL or $EDITOR',
      exclusive: ['seq'],
    }),
    seq: Flags.integer({
      min: 1,
      helpValue: 'SEQ',
      description: 'Agree to it as it is under this seq (see --json), with what others edited',
    }),
    'for-session': Flags.boolean({
      description: 'Approve this tool with these arguments for the rest of the session',
    }),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Approve)
    refuseContradiction(args.id, flags)
    if (args.id !== undefined) return this.answer(args.id, flags)
    if (flags.watch) return this.watch()
    const isLines = flags.list || this.jsonEnabled() || !hasScreen()
    return isLines ? this.list() : this.showQueue()
  }

  private async answer(id: string, given: Given): Promise<void> {
    if (given.edit && (!hasScreen() || this.jsonEnabled())) throw noEditor()
    const tame = await this.tame()
    const seen = given.deny ? null : await tame.approvals.get(id)
    const answer: GivenAnswer = {
      effect: given.deny ? 'deny' : 'approve',
      by: await this.approver(),
      comment: given.reason ?? null,
      args: given.edit && seen !== null ? await this.edited(seen) : null,
      scope: given['for-session'] ? 'session' : 'once',
      seq: seen && (given.seq ?? (await this.seenSeq(seen, given))),
    }
    const [approval, {answeredText}] = await Promise.all([
      tame.approvals.answer(id, answer),
      import('../ui/text/approvals/answered.js'),
    ])
    await this.show(approvalJson(approval), (_, canvas) => answeredText(approval, canvas))
  }

  /** Under which seq it is agreed to: what others edited is shown first. */
  private async seenSeq(approval: Approval, {edit}: Given): Promise<number> {
    const {id, seq, status, editedArgs} = approval
    if (edit || editedArgs === null || status !== 'pending') return seq
    const [{canAsk, confirm}, {othersText}, {argumentsLine}] = await Promise.all([
      import('../runtime/confirm.js'),
      import('../ui/text/approvals/edited.js'),
      import('../ui/text/arguments-line.js'),
    ])
    if (this.jsonEnabled() || !canAsk()) throw unseen(approval, argumentsLine(editedArgs))
    this.tell(othersText(approval, editedArgs, await this.talkCanvas()))
    if (await confirm('Approve it so?', `tame approve ${id}`)) return seq
    throw notAnswered()
  }

  /** The arguments as somebody leaves them in their editor, once they have seen what the policy says of them. */
  private async edited(approval: Approval): Promise<GivenAnswer['args']> {
    const [{editText}, {confirm}, edits] = await Promise.all([
      import('../runtime/editor.js'),
      import('../runtime/confirm.js'),
      import('../ui/text/approvals/edited.js'),
    ])
    const text = await editText(
      edits.argumentsText(approval.editedArgs ?? approval.args),
      'arguments.json',
      process.env,
    )
    const args = edits.parseArguments(text)
    const decision = await (await this.tame()).test(edits.editedCall(approval, args))
    this.tell(edits.editedText(approval, args, decision, await this.talkCanvas()))
    if (await confirm('Approve it so?', 'Answer it on a terminal: tame approve')) return args
    throw notAnswered()
  }

  private async list(): Promise<void> {
    const {approvals} = await this.tame()
    const waiting: Approval[] = []
    for await (const approval of approvals.list({status: 'pending'})) waiting.push(approval)
    const [{tableText}, {approvalColumns}] = await Promise.all([
      import('../ui/text/table.js'),
      import('../ui/text/approvals/columns.js'),
    ])
    const nowMs = Date.now()
    await this.show(waiting.map(approvalJson), (_, canvas) =>
      waiting.length === 0 ? '' : tableText(waiting, approvalColumns(canvas, nowMs), canvas),
    )
    if (waiting.length === 0 && !this.jsonEnabled()) this.tell('Nothing waits for an answer')
  }

  private async watch(): Promise<void> {
    const [{followApprovals}, {approvalTexts}] = await Promise.all([
      import('../runtime/follow-approvals.js'),
      import('../ui/text/approvals/texts.js'),
    ])
    const approvals = followApprovals(await this.tame())
    this.tell('Waiting for approvals; Ctrl-C ends')
    const format = this.jsonEnabled() ? 'jsonl' : 'lines'
    await this.stream(approvalTexts(format, approvals, await this.canvas()), () => undefined)
  }

  private async showQueue(): Promise<void> {
    const tame = await this.tame()
    const by = await this.approver()
    const {theme} = await this.canvas()
    const [{showQueue}, {Stage}, {editText}] = await Promise.all([
      import('../ui/screens/approvals/show.js'),
      import('../runtime/stage.js'),
      import('../runtime/editor.js'),
    ])
    const end = await showQueue({
      tame,
      by,
      theme,
      now: Date.now,
      openStage: (listeners) => new Stage(process.stdin, process.stdout, listeners),
      edit: (text) => editText(text, 'arguments.json', process.env),
    })
    const {farewellText} = await import('../ui/screens/approvals/farewell.js')
    const farewell = farewellText(end)
    if (farewell !== '') this.tell(farewell)
    if (end.tally.refusals.length > 0) process.exitCode = ExitCode.failed
    if (end.leaving === 'interrupted') process.exitCode = ExitCode.interrupted
  }

  private async approver(): Promise<string> {
    return approverOf(await this.settings(), (message) => this.tell(`Warning: ${escaped(message)}`))
  }
}

function refuseContradiction(id: string | undefined, flags: Given & {list: boolean; watch: boolean}): void {
  const answering = (['deny', 'reason', 'edit', 'seq', 'for-session'] as const).find((flag) => flags[flag])
  const listing = (['list', 'watch'] as const).find((flag) => flags[flag])
  if (id === undefined && answering !== undefined)
    throw misuse(`--${answering} needs the ID of the approval that it is about`, [
      'tame approve --list',
      `tame approve ID --${answering}`,
    ])
  if (id !== undefined && listing !== undefined)
    throw misuse(`--${listing} shows all that wait; it takes no ID`, [
      `tame approve --${listing}`,
      'tame approve ID',
    ])
}

const notAnswered = (): TameError =>
  new TameError('NOT_ANSWERED', 'Nothing was answered: the call still waits', {
    suggestions: ['tame approve'],
    exitCode: ExitCode.failed,
  })

/** Nobody agrees to what they were not shown. */
const unseen = ({id, seq, answers}: Approval, edited: string): TameError =>
  new TameError(
    'APPROVAL_EDITED',
    `${answers.map(({by}) => by).join(' and ')} agreed to the approval ${id} with other arguments than it was asked with: ${edited}`,
    {
      suggestions: [
        'See them whole: tame approve --list --json',
        `Agree to them: tame approve ${id} --seq ${seq}`,
        `tame approve ${id} --deny`,
      ],
      exitCode: ExitCode.failed,
    },
  )

const noEditor = (): TameError =>
  misuse('--edit needs a terminal, for the editor and for the question after it', ['tame approve ID --edit'])

const misuse = (message: string, suggestions: readonly string[]): TameError =>
  new TameError('USAGE', message, {suggestions, exitCode: ExitCode.misuse})
