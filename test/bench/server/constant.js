// tame's server before an engine that says the same of every call, at once: the request is read, checked and answered as any
// other, and nothing is decided or recorded.
import {mkdtempSync, rmSync} from 'node:fs'
import path from 'node:path'
import {rolldown} from 'rolldown'

const decision = {
  effect: 'allow',
  ruling: 'allow',
  enforced: true,
  ruleName: 'workspace',
  reason: 'Rule "workspace" allows it',
  policyVersion: '1.0',
  policyHash: 'ab'.repeat(32),
  tool: 'read_file',
  args: {},
  approval: null,
  cost: 0,
  countsToward: [],
  conditionsEvaluated: [],
  logId: '019aa0b4-7c00-7000-8000-000000000001',
  sessionId: 's',
  timestamp: '2026-01-02T03:04:05.123Z',
  approvalId: null,
}

const folder = mkdtempSync(path.join(import.meta.dirname, '.constant-'))
const bundler = await rolldown({
  input: path.join(import.meta.dirname, 'library.js'),
  platform: 'node',
  resolve: {extensionAlias: {'.js': ['.ts', '.js']}},
})
await bundler.write({dir: folder, entryFileNames: 'tame.js', format: 'esm'})
await bundler.close()
const {startServer} = await import(path.join(folder, 'tame.js'))
rmSync(folder, {recursive: true})

const {url} = await startServer(
  {enforce: () => Promise.resolve(decision)},
  {hadSome: () => false},
  {
    host: '127.0.0.1',
    port: 0,
    version: '',
    rate: {perSecond: 1_000_000, burst: 2_000_000},
    log: (...said) => console.log(said),
    now: Date.now,
    newId: () => 'id',
    figures: () => ({}),
  },
)
console.error(JSON.stringify({event: 'listening', url}))
