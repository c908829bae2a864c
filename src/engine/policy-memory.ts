import type {Head, LedgerReader} from '../store/store.js'

/** Which policy's entry is the last, as long as nobody else has written since it was known. */
export class PolicyMemory {
  private head: string | undefined
  private policy: string | undefined

  async inForce(reader: Pick<LedgerReader, 'head' | 'policyInForce'>): Promise<string | undefined> {
    return reader.head.hash === this.head ? this.policy : reader.policyInForce()
  }

  /** After what was appended is durable. */
  note({hash}: Pick<Head, 'hash'>, policy: string | undefined): void {
    this.head = hash
    this.policy = policy
  }
}
