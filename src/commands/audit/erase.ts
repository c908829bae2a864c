import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {ExitCode, TameError} from '../../errors.js'
import type {Erasure, ErasureTarget} from '../../model/audit.js'
import {confirm} from '../../runtime/confirm.js'
import {counted} from '../../ui/text/counted.js'
import {escaped} from '../../ui/text/escape.js'

export default class AuditErase extends TameCommand {
  static override summary = 'Take the arguments and results of calls, or notes, out of the record'
  static override description =
    'For what should never have been recorded, or may not be kept. That there was a call, and how it was decided, stays; that it was erased, and why, is recorded. It can’t be undone. Copies elsewhere, as exports and backups, stay what they are.'
  static override examples = [
    '<%= config.bin %> audit erase $LOG_ID --reason "a key leaked"',
    '<%= config.bin %> audit erase --session-id nightly --reason "asked for" --yes',
  ]
  static override args = {
    id: Args.string({ignoreStdin: true, description: 'The log id of the call'}),
  }
  static override flags = {
    'session-id': Flags.string({helpValue: 'ID', description: 'All calls of this session, and its notes'}),
    note: Flags.integer({helpValue: 'ENTRY', min: 1, description: 'The note that is this entry'}),
    reason: Flags.string({required: true, helpValue: 'TEXT', description: 'Why: the record keeps it'}),
    yes: Flags.boolean({description: 'Don’t ask whether it is meant'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(AuditErase)
    const target = targetOf({logId: args.id, sessionId: flags['session-id'], noteSeq: flags.note})
    if (!flags.yes && !(await confirm(escaped(questionOf(target)), 'If so: --yes'))) {
      process.exitCode = ExitCode.failed
      return this.tell('Nothing was erased')
    }
    const {audit} = await this.tame()
    const erasure = await audit.erase(target, flags.reason)
    await this.show(erasure, (_, {theme}) => `${theme.good('✔')} ${erasureText(erasure)}`)
    if (!erasure.cleared) this.tell(notCleared)
  }
}

interface Named {
  readonly logId: string | undefined
  readonly noteSeq: number | undefined
  readonly sessionId: string | undefined
}

function targetOf({logId, noteSeq, sessionId}: Named): ErasureTarget {
  const [target, ...others] = [
    ...(logId === undefined ? [] : [{logId}]),
    ...(noteSeq === undefined ? [] : [{noteSeq}]),
    ...(sessionId === undefined ? [] : [{sessionId}]),
  ]
  if (target !== undefined && others.length === 0) return target
  throw new TameError('USAGE', 'What is to be erased: one call, one note, or all of one session?', {
    suggestions: [
      'tame audit erase LOG_ID --reason TEXT',
      'tame audit erase --note ENTRY --reason TEXT',
      'tame audit erase --session-id ID --reason TEXT',
    ],
    exitCode: ExitCode.misuse,
  })
}

const notCleared =
  'Warning: its bytes still stand in the files of the database, as somebody reads an older state of it. End what reads it, then run: tame audit checkpoint'

function questionOf(target: ErasureTarget): string {
  if ('noteSeq' in target) return `Erase what the note in entry ${target.noteSeq} says, for good?`
  return 'logId' in target
    ? `Erase what the call ${target.logId} was given, and what came of it, for good?`
    : `Erase what all calls of the session ${target.sessionId} were given, what came of them, and its notes, for good?`
}

const erasureText = ({seq, entries}: Erasure): string =>
  `What ${counted(entries, 'entry', 'entries')} held is erased; entry ${seq} records it`
