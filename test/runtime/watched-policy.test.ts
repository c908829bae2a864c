import {expect, onTestFinished, test} from 'vitest'
import {type PolicyWatchOptions, WatchedPolicy} from '../../src/runtime/watched-policy.js'
import {createEnginePlace} from '../helpers/engine-place.js'

const policy = (version: number): string => `version: "${version}"\nrules: []\n`

/** A watch on a policy, and the versions that it has told of. */
interface Watch {
  readonly policies: WatchedPolicy
  readonly versions: string[]
  /** Resolves when it has told of the version. */
  tells(version: string): Promise<void>
}

function watch(file: string): Watch {
  const versions: string[] = []
  const awaited = new Map<string, () => void>()
  const settings = {
    values: {policy: file},
    origins: {policy: {kind: 'flag'}},
  } as PolicyWatchOptions['settings']
  const here = {cwd: '/', home: '/', env: {}, owners: undefined}
  const onPolicy: PolicyWatchOptions['onPolicy'] = ({policy: {version}}) => {
    versions.push(version)
    awaited.get(version)?.()
  }
  const policies = new WatchedPolicy({settings, here, now: () => 0, isWatching: true, onPolicy})
  onTestFinished(() => policies.close())
  const tells = (version: string): Promise<void> =>
    new Promise((resolve) => void awaited.set(version, resolve))
  return {policies, versions, tells}
}

test('a watch that was closed tells of nothing any more, be it while the policy was read', async () => {
  const place = createEnginePlace(policy(1))
  const [open, closed, early] = [watch(place.policyFile), watch(place.policyFile), watch(place.policyFile)]
  const reading = early.policies.current()
  await early.policies.close()
  await Promise.all([reading, open.policies.current(), closed.policies.current()])
  await closed.policies.close()
  // When the second change is told, all that still look have seen the first.
  for (const version of [2, 3]) {
    const told = open.tells(`${version}`)
    place.writePolicy(policy(version))
    await told
  }
  expect([open, closed, early].map(({versions}) => versions)).toEqual([['1', '2', '3'], ['1'], ['1']])
})
