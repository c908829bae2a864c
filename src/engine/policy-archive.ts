import {ExitCode, TameError} from '../errors.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import type {Store} from '../store/store.js'

const mostKept = 8

/** The policies that were in force once, by their hash. */
export class PolicyArchive {
  private readonly read = new Map<string, CompiledPolicy>()

  constructor(private readonly store: Pick<Store, 'policy'>) {}

  /** Throws when it was never in force, or is not to be read any more. */
  async policy(hash: string): Promise<CompiledPolicy> {
    const known = this.read.get(hash)
    if (known !== undefined) return known
    const {text, source} = await this.stored(hash)
    // The YAML library and the schemas: whoever only decides does without them.
    const {readPolicy} = await import('../policy/read-policy.js')
    const {policy, problems} = readPolicy(source, text)
    if (policy === undefined) throw unreadable(hash, problems[0]?.message ?? 'it has problems')
    if (policy.hash !== hash) throw unreadable(hash, `its text has the hash ${policy.hash}`)
    this.keep(policy)
    return policy
  }

  async text(hash: string): Promise<string> {
    return (await this.stored(hash)).text
  }

  keep(policy: CompiledPolicy): void {
    if (this.read.size >= mostKept) this.read.clear()
    this.read.set(policy.hash, policy)
  }

  private async stored(hash: string): Promise<{text: string; source: string}> {
    const found = await this.store.policy(hash)
    if (found !== undefined) return found
    throw new TameError('POLICY_NOT_FOUND', `No policy with the hash ${hash} was ever in force here`, {
      suggestions: ['tame logs', 'tame policy show'],
      exitCode: ExitCode.misuse,
    })
  }
}

const unreadable = (hash: string, why: string): TameError =>
  new TameError('POLICY_UNREADABLE', `The recorded policy ${hash} can’t be read any more: ${why}`, {
    suggestions: ['tame audit verify'],
  })
