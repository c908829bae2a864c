import {TameCommand} from '../../command.js'

export default class AuditCheckpoint extends TameCommand {
  static override summary = 'Sign what the ledger holds now'
  static override description =
    'Prints the signed note (C2SP tlog-checkpoint). Whoever keeps it where the machine can’t reach it can show later whether all that it states is still there: tame audit verify --checkpoint FILE.'
  static override examples = [
    '<%= config.bin %> audit checkpoint',
    '<%= config.bin %> audit checkpoint > anchored.txt',
    '<%= config.bin %> audit checkpoint --json',
  ]

  async run(): Promise<void> {
    await this.parse(AuditCheckpoint)
    const {audit} = await this.tame()
    const checkpoint = await audit.checkpoint()
    await this.show(checkpoint, checkpoint.note.trimEnd())
  }
}
