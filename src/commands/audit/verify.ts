import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {ExitCode} from '../../errors.js'
import type {Verification} from '../../model/audit.js'
import {Progress} from '../../runtime/progress.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {verificationText} from '../../ui/text/audit/verification.js'
import {counted} from '../../ui/text/counted.js'

export default class AuditVerify extends TameCommand {
  static override summary = 'Verify that the record is what was recorded'
  static override description =
    'Works everything out again from the stored bytes: hashes and their chain, contents, policies, counts, the root under every checkpoint, signatures, and the checkpoint that is kept outside of the database. Exit status 1 when anything does not agree. With a file, verifies an export by itself, without the ledger.'
  static override examples = [
    '<%= config.bin %> audit verify',
    '<%= config.bin %> audit verify --checkpoint anchored.txt',
    '<%= config.bin %> audit verify export.jsonl --json',
  ]
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      description: 'An export to verify in place of the ledger; - for stdin',
    }),
  }
  static override flags = {
    checkpoint: Flags.string({
      helpValue: 'FILE',
      description: 'A checkpoint that was put by elsewhere: what it states must still be there',
    }),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(AuditVerify)
    const checkpoint = await noteIn(flags.checkpoint)
    const verification = await new Progress(process.stderr).during((say) =>
      args.file === undefined
        ? this.verifyLedger(checkpoint, say)
        : this.verifyFile(args.file, checkpoint, say),
    )
    if (!verification.ok) process.exitCode = ExitCode.failed
    await this.show(verification, verificationText)
  }

  private async verifyLedger(
    checkpoint: string | undefined,
    say: (text: string) => void,
  ): Promise<Verification> {
    const {audit} = await this.tame()
    return audit.verify({
      ...(checkpoint !== undefined && {checkpoint}),
      onProgress: (done, total) =>
        say(`${done.toLocaleString('en')} of ${counted(total, 'entry', 'entries')}`),
    })
  }

  private async verifyFile(
    file: string,
    checkpoint: string | undefined,
    say: (text: string) => void,
  ): Promise<Verification> {
    const {verifyExport} = await import('../../runtime/verify-export.js')
    const onProgress = (lines: number): void => say(counted(lines, 'line'))
    return verifyExport(file, processSurroundings(), {checkpoint, onProgress})
  }
}

async function noteIn(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  const {readTextFile} = await import('../../runtime/policy-file.js')
  return readTextFile(file, 'checkpoint')
}
