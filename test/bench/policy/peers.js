// Other engines, installed by this benchmark alone: `npm ci` of the project knows nothing of them.
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import path from 'node:path'

const folder = path.join(import.meta.dirname, '..')

/** `behind`: how many times slower than the peer tame may be. Where it is 1, tame must be ahead. */
export const peers = [
  // Answers yes or no, without rule, reason or comparisons.
  {subject: 'casl', behind: 2.5},
  {subject: 'cel-js', behind: 1},
  {subject: 'casbin', behind: 1},
  {subject: 'microsoft', behind: 1},
  {subject: 'cedar', behind: 1},
]

/** A peer that can't be had fails when it is measured, and is reported there. */
export function installPeers() {
  const missing = missingPackages()
  if (missing.length === 0) return
  console.error(`installing ${missing.join(', ')} into ${path.join(folder, 'node_modules')}`)
  const {status} = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  })
  if (status !== 0) console.error('npm ci failed: what is missing will be reported as not measured')
}

function missingPackages() {
  const {dependencies} = readJson('package.json')
  return Object.entries(dependencies)
    .filter(([name, version]) => installedVersion(name) !== version)
    .map(([name, version]) => `${name}@${version}`)
}

function installedVersion(name) {
  try {
    return readJson(path.join('node_modules', name, 'package.json')).version
  } catch {
    return undefined
  }
}

const readJson = (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
