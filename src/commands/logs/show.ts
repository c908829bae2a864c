import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {TameError} from '../../errors.js'
import type {Proof} from '../../model/audit.js'
import {explanationJson} from '../../model/explanation.js'
import {logRecordJson} from '../../model/log-record.js'
import type {Tame} from '../../model/tame.js'
import {recordText} from '../../ui/text/logs/record.js'

export default class LogsShow extends TameCommand {
  static override summary = 'Show all that is recorded of a call'
  static override description =
    'The decision with its explanation by the policy of its time, what came of the call, and the proof that it is in the ledger.'
  static override examples = [
    '<%= config.bin %> logs show $LOG_ID',
    '<%= config.bin %> logs show $LOG_ID --json',
  ]
  static override args = {
    id: Args.string({required: true, ignoreStdin: true, description: 'The log id of the call'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(LogsShow)
    const tame = await this.tame()
    const {record, explanation, again, why} = await tame.logs.explain(args.id)
    const proof = await proofOf(tame, args.id)
    const value = {
      ...logRecordJson(record),
      explanation: explanation && explanationJson(explanation),
      again,
      why,
      proof: proof instanceof TameError ? null : proof,
      proof_error: proof instanceof TameError ? proof.toJSON().error : null,
    }
    await this.show(value, (_, canvas) => recordText({record, explanation, again, why, proof}, canvas))
  }
}

/** Who only looks signs nothing: where no checkpoint covers the call yet, the reason stands in the proof's place. */
async function proofOf(tame: Tame, logId: string): Promise<Proof | TameError> {
  try {
    return await tame.audit.proof(logId, {sign: false})
  } catch (error) {
    if (error instanceof TameError) return error
    throw error
  }
}
