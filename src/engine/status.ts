import {TameError} from '../errors.js'
import type {Notaries} from '../ledger/notary.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import type {Status, StatusProblem, StoreStatus} from '../model/status.js'
import type {Store} from '../store/store.js'
import {signableLedger} from './audit/checkpoint.js'
import {policyInForce} from './policy-in-force.js'
import type {PolicySupply} from './policy-supply.js'
import type {Recordability} from './recordability.js'

interface Parts {
  readonly store: Store
  readonly notaries: Notaries
  readonly policies: PolicySupply
  readonly version: string
  readonly now: () => number
}

/** How it is with the engine. Rejects never: what is wrong is a part of the answer. */
export async function engineStatus(
  {store, notaries, policies, version, now}: Parts,
  recordability: Pick<Recordability, 'problem'>,
  checkpointProblem: unknown,
): Promise<Status> {
  const problems: StatusProblem[] = []
  const policy = await orProblem(problems, null, () => currentPolicy(policies))
  if (policy !== null && policies.problem !== undefined) problems.push(problemOf(policies.problem))
  const empty: StoreStatus = {kind: store.kind, location: store.location, entries: 0, decisions: noDecisions}
  const stored = await orProblem(problems, empty, () => storeStatus(store))
  // What keeps the one from being read keeps the other too, and is said once.
  const pendingApprovals =
    stored === empty ? 0 : await orProblem(problems, 0, () => store.pendingApprovals(now()))
  // What is not there yet is not made to find out.
  const unrecordable = stored.entries > 0 ? await recordability.problem() : undefined
  if (unrecordable !== undefined) problems.push(problemOf(unrecordable))
  // What keeps it from being signed now may be what did so before; it is told once.
  if (checkpointProblem !== undefined) problems.push(problemOf(checkpointProblem))
  else if (stored.entries > 0 && unrecordable === undefined)
    await orProblem(problems, null, () => signableLedger(store, notaries))
  return {
    mode: 'embedded',
    apiUrl: null,
    version,
    isHealthy: problems.length === 0,
    policy,
    problems,
    store: stored,
    pendingApprovals,
  }
}

const noDecisions: StoreStatus['decisions'] = {allow: 0, deny: 0, approve: 0, sanitize: 0}

const currentPolicy = async (policies: PolicySupply): Promise<PolicyInForce> =>
  policyInForce(await policies.current(), policies.problem)

const storeStatus = async (store: Store): Promise<StoreStatus> => ({
  kind: store.kind,
  location: store.location,
  entries: (await store.head()).seq,
  decisions: {...noDecisions, ...(await store.decisionCounts())},
})

async function orProblem<Found, Other>(
  problems: StatusProblem[],
  otherwise: Other,
  find: () => Promise<Found>,
): Promise<Found | Other> {
  try {
    return await find()
  } catch (error) {
    problems.push(problemOf(error))
    return otherwise
  }
}

function problemOf(error: unknown): StatusProblem {
  if (error instanceof TameError) {
    const {code, message, suggestions} = error
    return {code, message, suggestions}
  }
  return {code: 'FAILED', message: error instanceof Error ? error.message : String(error), suggestions: []}
}
