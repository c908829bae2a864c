import {join} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import {compileChecked} from '../policy/checked-policy.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {policyHash} from '../policy/policy-hash.js'
import type {ReadPolicy} from '../policy/read-policy.js'
import {cacheDirectory, openPrivateDirectory} from './cache-directory.js'
import {PolicyCache} from './policy-cache.js'

/** The hash of tame's source, put in by the build. Run from its source, tame changes from one minute to the next. */
declare const SOURCE_ID: string | undefined

const judge = typeof SOURCE_ID === 'undefined' ? undefined : `${SOURCE_ID} ${process.version}`

/** What `readPolicy` says of a text; from the cache, if it was found good before. `file` names it in problems and decisions. */
export async function readPolicyCached(
  file: string,
  text: string,
  {home, env}: Pick<Surroundings, 'home' | 'env'>,
): Promise<ReadPolicy> {
  const cache = judge === undefined ? undefined : openCache(home, env, judge)
  const hash = policyHash(text)
  const kept = cache && keptPolicy(cache, file, hash)
  if (kept !== undefined) return {policy: kept, problems: []}
  const {readPolicy} = await import('../policy/read-policy.js')
  const read = readPolicy(file, text)
  if (read.checked !== undefined) cache?.write(hash, read.checked, Date.now())
  return read
}

function openCache(home: string, env: Surroundings['env'], judge: string): PolicyCache | undefined {
  const directory = openPrivateDirectory(join(cacheDirectory(home, env), 'policies'), home)
  return directory === undefined ? undefined : new PolicyCache(directory, judge)
}

/** Whatever is odd about what was kept, the text itself is there to be read. */
function keptPolicy(cache: PolicyCache, file: string, hash: string): CompiledPolicy | undefined {
  try {
    const checked = cache.read(hash)
    return checked && compileChecked(checked, {file, hash})
  } catch {
    return undefined
  }
}
