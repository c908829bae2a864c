import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {proofText} from '../../ui/text/audit/proof.js'

export default class AuditProof extends TameCommand {
  static override summary = 'Prove that a call is in the ledger'
  static override description =
    'The decision’s entry, the hashes on its way to the root, and the checkpoint that signs the root (RFC 6962). For proofs with the arguments and results, which tame itself verifies: tame audit export.'
  static override examples = [
    '<%= config.bin %> audit proof $LOG_ID',
    '<%= config.bin %> audit proof $LOG_ID --json',
  ]
  static override args = {
    id: Args.string({required: true, ignoreStdin: true, description: 'The log id of the call'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(AuditProof)
    const {audit} = await this.tame()
    await this.show(await audit.proof(args.id), proofText)
  }
}
