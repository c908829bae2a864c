import {generateKeyPairSync, hash, sign} from 'node:crypto'
import {decisionBodyText} from '../../../src/ledger/bodies/decision-body.js'
import {signCheckpoint} from '../../../src/ledger/checkpoint/checkpoint.js'
import {contentHash} from '../../../src/ledger/content-hash.js'
import {sealEntry} from '../../../src/ledger/entry.js'
import {noHash} from '../../../src/ledger/hash.js'
import {CompactRange} from '../../../src/ledger/merkle/compact-range.js'
import type {KeptCheckpoint} from '../../../src/ledger/verify/checkpoints.js'
import type {KeptEntry} from '../../../src/ledger/verify/kept-entry.js'
import {LedgerVerification, type Outside} from '../../../src/ledger/verify/verification.js'
import type {Checkpoint, Verification} from '../../../src/model/audit.js'
import {canonicalJson} from '../../../src/model/canonical-json.js'

type Writable<Type> = {-readonly [Key in keyof Type]: Type[Key]}

/** A ledger that can be written to as none should be. */
export interface Ledger {
  entries: Writable<KeptEntry>[]
  checkpoints: Writable<KeptCheckpoint>[]
  policies: {hash: string; text: string}[]
  kept: Checkpoint
  publicKey: string
}

export const origin = 'tame/ledger/0192f0c1-2b3c-7d4e-8f90-123456789abc'
export const salt = '0f'.repeat(16)
const policyText = 'version: "1"\nrules: []\n'
const policyHash = hash('sha256', policyText)

export function createSigner() {
  const {publicKey, privateKey} = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({format: 'der', type: 'spki'}).subarray(-32).toString('base64'),
    sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  }
}

interface Said {
  kind: string
  body: Record<string, unknown>
  id?: string
  content?: string
}

const decision = (n: number): Said => {
  const content = canonicalJson({args: {n}, reason: 'because'})
  const body = JSON.parse(
    decisionBodyText({
      log_id: `log-${n}`,
      event_id: null,
      agent_id: null,
      key_id: null,
      user_id: null,
      tool_name: 'read_file',
      decision: 'allow',
      ruling: 'allow',
      enforced: true,
      bypassed: false,
      rule_name: null,
      policy_version: '1',
      policy_hash: policyHash,
      approval_id: null,
      cost: 0,
      counts_toward: [],
      content: contentHash(salt, content),
    }),
  ) as Record<string, unknown>
  return {kind: 'decision', body, id: `log-${n}`, content}
}

const result = (n: number, callSeq: number): Said => {
  const content = canonicalJson({result: n, error: null})
  const body = {log_id: `log-${n}`, call_seq: callSeq, status: 'success', content: contentHash(salt, content)}
  return {kind: 'result', body, content}
}

/** Entries in their order: each sealed after the one before it. */
function sealed(said: readonly Said[], firstAtMs = 1_790_000_000_000): Writable<KeptEntry>[] {
  let prev = noHash
  return said.map(({kind, body, id = null, content = null}, at) => {
    const parts = {seq: at + 1, atMs: firstAtMs + at, kind, sessionId: 's', body: canonicalJson(body)}
    const hash = sealEntry({...parts, prev})
    prev = hash
    return {...parts, id, eventId: null, hash, salt: content === null ? null : salt, content}
  })
}

/** Seals what was changed anew, as somebody would who can compute a hash. */
export function reseal(ledger: Ledger): void {
  let prev = noHash
  for (const entry of ledger.entries) {
    entry.hash = sealEntry({...entry, prev})
    prev = entry.hash
  }
}

/** Signs anew what the entries are now. */
export function resign(ledger: Ledger, signer: ReturnType<typeof createSigner>): void {
  ledger.checkpoints = ledger.checkpoints.map(({size}) => checkpointOf(ledger.entries, size, signer))
}

function checkpointOf(entries: readonly KeptEntry[], size: number, signer: ReturnType<typeof createSigner>) {
  const tree = CompactRange.empty()
  for (const {hash} of entries.slice(0, size)) tree.append(hash)
  const {note} = signCheckpoint(signer, {origin, size, root: tree.root()})
  return {size, note, frontier: tree.frontier}
}

/** Ten entries with checkpoints after the fifth and the ninth, the last of which is kept outside. */
export function createLedger(signer = createSigner()): Ledger {
  const entries = sealed([
    {kind: 'ledger', body: {format: 1, origin, public_key: signer.publicKey}},
    {kind: 'policy', body: {policy_hash: policyHash, policy_version: '1', previous_hash: null}},
    decision(3),
    decision(4),
    result(3, 3),
    decision(6),
    decision(7),
    {kind: 'omen', body: {content: null, of: 'a later version'}},
    {kind: 'erasure', body: {seqs: [4], target: {log_id: 'log-4'}, reason: 'asked to'}},
    decision(10),
  ])
  for (const erased of entries.slice(3, 4)) Object.assign(erased, {salt: null, content: null})
  const checkpoints = [5, 9].map((size) => checkpointOf(entries, size, signer))
  const kept = {origin, size: 9, root: '', note: checkpoints[1]?.note ?? ''}
  return {
    entries,
    checkpoints,
    policies: [{hash: policyHash, text: policyText}],
    kept,
    publicKey: signer.publicKey,
  }
}

/** What a machine knows that made this ledger. */
export const outsideOf = ({kept, publicKey}: Ledger): Outside => ({
  origin,
  publicKey,
  witnesses: [{name: 'the checkpoint kept outside', note: kept.note}],
})

export function verified(
  {entries, checkpoints, policies}: Ledger,
  outside: Outside,
  differences: readonly Parameters<LedgerVerification['addDifference']>[0][] = [],
): Verification {
  const verification = new LedgerVerification(outside)
  const left = [...checkpoints]
  for (const entry of entries) {
    verification.add(entry)
    for (const each of left.splice(0, left[0]?.size === verification.entries ? 1 : 0))
      verification.addCheckpoint(each)
  }
  for (const each of left) verification.addCheckpoint(each)
  for (const policy of policies) verification.addPolicyText(policy)
  for (const difference of differences) verification.addDifference(difference)
  return verification.finish()
}
