import {TameError} from '../../errors.js'
import type {PolicyInForce} from '../../model/policy-in-force.js'
import type {PolicyRule} from '../../model/policy-rule.js'
import type {PolicyCheck, PolicyVersion} from '../../model/policy-version.js'
import type {CreatePolicyOptions, PolicyDesk} from '../../model/tame.js'
import type {Server} from './server.js'
import {notTame} from './trouble.js'

export const createRemotePolicyDesk = (server: Server): PolicyDesk => new RemotePolicyDesk(server)

class RemotePolicyDesk implements PolicyDesk {
  constructor(private readonly server: Server) {}

  current(): Promise<PolicyInForce> {
    return this.server.ask('getPolicy')
  }

  async text(hash: string): Promise<string> {
    const {text} = await this.server.ask('getPolicyText', {params: {hash}})
    return text
  }

  rules(): Promise<readonly PolicyRule[]> {
    return this.server.ask('listPolicyRules')
  }

  async check(text: string): Promise<PolicyCheck> {
    const {errors, rules_count, version} = await this.server.ask('validatePolicy', {
      body: {policy_content: text},
    })
    return {errors, rulesCount: rules_count, version}
  }

  /** Who hands it in, the server knows by the key. */
  async create(text: string, {description, activate}: CreatePolicyOptions): Promise<PolicyVersion> {
    const {errors, version} = await this.check(text)
    if (version === null || errors.length > 0) throw unsound(errors)
    // Once: the second attempt would be told that there is such a version already.
    const made = await this.server.askOnce('createPolicy', {
      body: {policy_content: text, version, description, activate},
    })
    if (!made.success) throw new TameError('POLICY_VERSION_TAKEN', made.message)
    const found = (await this.versions()).find(({hash}) => hash === made.policy_id)
    if (found === undefined) throw notTame(this.server.shown, 'it does not list the policy it took in')
    return found
  }

  async reload(): Promise<{before: PolicyInForce | null; now: PolicyInForce}> {
    const before = await this.current().catch(() => null)
    await this.server.ask('reloadPolicy')
    return {before, now: await this.current()}
  }

  versions(): Promise<readonly PolicyVersion[]> {
    return this.server.ask('listPolicyVersions')
  }
}

const unsound = (errors: readonly string[]): TameError =>
  new TameError('POLICY_INVALID', errors.join('\n'), {suggestions: ['tame policy validate FILE']})
