import {ExitCode, TameError} from '../errors.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import type {PolicyVersion} from '../model/policy-version.js'
import type {Status} from '../model/status.js'
import {type Caller, seesAll} from './caller.js'
import {Refusal, statusOf} from './refusal.js'

// What agents are told of the machine that decides for them: that something is wrong there, and not under which names.

const inItsLog = 'Whoever runs the server finds why in its log'

/** An error as the caller may be told it: what keeps a server from answering names its files. */
export function errorFor(caller: Caller, error: unknown): unknown {
  const isOfServer = error instanceof TameError && !(error instanceof Refusal) && statusOf(error) === 503
  if (seesAll(caller) || !isOfServer) return error
  return new TameError(error.code, `The server can't answer this now (${error.code})`, {
    suggestions: [inItsLog],
    exitCode: ExitCode.unreachable,
    cause: error,
  })
}

/** The same where it comes between items. */
export async function* itemsFor<Item>(caller: Caller, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items
  } catch (error) {
    throw errorFor(caller, error)
  }
}

export function statusFor(caller: Caller, status: Status): Status {
  if (seesAll(caller)) return status
  const {policy, store, problems} = status
  return {
    ...status,
    policy: policy && policyFor(caller, policy),
    store: {...store, location: lastName(store.location)},
    problems: problems.map(({code}) => ({code, message: code, suggestions: [inItsLog]})),
  }
}

export const policyFor = (caller: Caller, policy: PolicyInForce): PolicyInForce =>
  seesAll(caller)
    ? policy
    : {...policy, source: lastName(policy.source), problems: policy.problems.map(() => inItsLog)}

/** Who handed it in may be the file that it came from. */
export const policyVersionFor = (caller: Caller, version: PolicyVersion): PolicyVersion =>
  seesAll(caller) ? version : {...version, createdBy: lastName(version.createdBy)}

const lastName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
