import {TameError} from '../../errors.js'
import type {PolicyBody} from '../../ledger/bodies/policy-body.js'
import type {PolicyDraftBody} from '../../ledger/bodies/policy-draft-body.js'
import {checkedId} from '../../model/asked-call.js'
import type {PolicyInForce} from '../../model/policy-in-force.js'
import type {PolicyRule} from '../../model/policy-rule.js'
import type {PolicyCheck, PolicyVersion} from '../../model/policy-version.js'
import type {CreatePolicyOptions, PolicyDesk} from '../../model/tame.js'
import type {CompiledPolicy} from '../../policy/compiled-policy.js'
import type {ReadPolicy} from '../../policy/read-policy.js'
import type {Store, StoredEntry} from '../../store/store.js'
import {bodyOf} from '../content.js'
import type {Journal} from '../journal.js'
import type {PolicyArchive} from '../policy-archive.js'
import {policyInForce} from '../policy-in-force.js'
import type {PolicySupply} from '../policy-supply.js'

interface Parts {
  readonly store: Pick<Store, 'entriesOf'>
  readonly policies: PolicySupply
  readonly archive: PolicyArchive
  readonly journal: Journal
}

/** Loaded when it is needed: most commands read no policy but one that was read before. */
async function readHandedIn(text: string): Promise<ReadPolicy> {
  const {readPolicy} = await import('../../policy/read-policy.js')
  return readPolicy('policy', text)
}

/** The policy in force, those before it, and those to come. */
export class PolicyLibrary implements PolicyDesk {
  constructor(private readonly parts: Parts) {}

  async current(): Promise<PolicyInForce> {
    const {policies} = this.parts
    return policyInForce(await policies.current(), policies.problem)
  }

  text(hash: string): Promise<string> {
    return this.parts.archive.text(hash)
  }

  async rules(): Promise<readonly PolicyRule[]> {
    const {policy} = await this.parts.policies.current()
    return policy.rules.map(({name, effect, definition: {tools = ['*'], description = null}}) => ({
      name,
      effect,
      tools,
      description,
    }))
  }

  async check(text: string): Promise<PolicyCheck> {
    const {policy, problems} = await readHandedIn(text)
    return {
      errors: problems.map(problemText),
      rulesCount: policy?.rules.length ?? 0,
      version: policy?.version ?? null,
    }
  }

  async create(
    text: string,
    {description, createdBy, activate}: CreatePolicyOptions,
  ): Promise<PolicyVersion> {
    const {policy} = await readHandedIn(text)
    if (policy === undefined) throw unsound((await this.check(text)).errors)
    const createdAtMs = await this.record(policy, text, {description, createdBy})
    // On record before it takes effect: whose policy it is can be asked from its first decision on.
    if (activate) await this.parts.policies.replace(text)
    return {
      hash: policy.hash,
      version: policy.version,
      description: description ?? policy.description,
      createdBy,
      createdAtMs,
      isInForce: activate,
    }
  }

  private record(
    policy: CompiledPolicy,
    text: string,
    {description, createdBy}: Pick<CreatePolicyOptions, 'description' | 'createdBy'>,
  ): Promise<number> {
    return this.parts.journal.write(async (draft) => {
      const taken = (await this.versions()).some(({version}) => version === policy.version)
      if (taken) throw versionTaken(policy.version)
      const body: PolicyDraftBody = {
        policy_hash: policy.hash,
        policy_version: policy.version,
        rules_count: policy.rules.length,
        description: description === null ? null : checkedId('description', description),
        created_by: checkedId('created_by', createdBy),
      }
      draft.addPlain('policy_draft', {...body})
      draft.keepPolicy({hash: policy.hash, text, source: createdBy})
      return draft.nowMs
    })
  }

  async reload(): Promise<{before: PolicyInForce | null; now: PolicyInForce}> {
    const before = await this.current().catch(() => null)
    await this.parts.policies.reload()
    return {before, now: await this.current()}
  }

  async versions(): Promise<readonly PolicyVersion[]> {
    const {store, policies} = this.parts
    const [drafts, entries] = [await store.entriesOf('policy_draft'), await store.entriesOf('policy')]
    const inForce = await policies.current().then(
      ({policy}) => policy.hash,
      () => undefined,
    )
    const versions = new Map<string, PolicyVersion>()
    for (const entry of [...drafts, ...entries].toSorted((a, b) => a.seq - b.seq)) {
      const version = versionIn(entry, inForce)
      if (!versions.has(version.hash)) versions.set(version.hash, version)
    }
    return [...versions.values()].reverse()
  }
}

function versionIn(entry: StoredEntry, inForce: string | undefined): PolicyVersion {
  const body = bodyOf<(PolicyBody | PolicyDraftBody) & Partial<PolicyBody & PolicyDraftBody>>(entry)
  return {
    hash: body.policy_hash,
    version: body.policy_version,
    description: body.description ?? null,
    createdBy: body.created_by ?? body.source ?? '',
    createdAtMs: entry.atMs,
    isInForce: body.policy_hash === inForce,
  }
}

const problemText = ({line, column, message, suggestion}: ReadPolicy['problems'][number]): string =>
  `Line ${line}, column ${column}: ${message}${suggestion === undefined ? '' : `. ${suggestion}`}`

const unsound = (errors: readonly string[]): TameError =>
  new TameError('POLICY_INVALID', errors.join('\n'), {suggestions: ['tame policy validate FILE']})

const versionTaken = (version: string): TameError =>
  new TameError('POLICY_VERSION_TAKEN', `There is a policy of version ${version} already`, {
    suggestions: ['Give it another version'],
  })
