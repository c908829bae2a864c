import {chmodSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {type CheckedPolicy, checkedPolicyJson, compileChecked} from '../../src/policy/checked-policy.js'
import {decide} from '../../src/policy/decide.js'
import {policyHash} from '../../src/policy/policy-hash.js'
import {readPolicy} from '../../src/policy/read-policy.js'
import {PolicyCache} from '../../src/runtime/policy-cache.js'
import {createWorkplace} from '../helpers/workplace.js'

const text = `version: "1.0"
rules:
  - name: temp
    tools: [read_file]
    condition: |
      under(tool_args.path, "/tmp")
      and matches(tool_args.path, "a$")
    action: allow

  - {name: old, conditions: {arg_contains: {n: 1.0, "__proto__": x}}, action: approve}
  - {name: clean, action: sanitize, sanitize: [{arg: body, replace: "[0-9]+", by: "#"}]}
costs: {read_file: 0.5}
redact: [pin]
`

const hash = policyHash(text)
const origin = {file: 'policy.yaml', hash}

function checked(): CheckedPolicy {
  const read = readPolicy(origin.file, text)
  if (read.checked === undefined) throw new Error('The policy is not sound')
  return read.checked
}

function createCache(judge = 'this tame') {
  const directory = createWorkplace().home
  return {directory, cache: new PolicyCache(directory, judge)}
}

describe('a policy that was checked', () => {
  test('compiles to the same as its text', () => {
    const {policy} = readPolicy(origin.file, text)
    const compiled = compileChecked(JSON.parse(checkedPolicyJson(checked()) ?? ''), origin)
    expect(compiled?.rules.map(({line}) => line)).toEqual([3, 10, 11])
    for (const args of [{path: '/tmp/a'}, {path: '/etc/a'}, {n: 1, ['__proto__']: 'x'}, {body: 'a 12'}]) {
      const call = {tool: 'read_file', args}
      const verdicts = [policy, compiled].map((each) => each && decide(each, call, {}, 0))
      expect(verdicts[1]).toEqual(verdicts[0])
    }
  })

  test('is not kept where JSON could not say all of it', () => {
    const {definition, lines} = checked()
    expect(checkedPolicyJson({definition: {...definition, costs: {read_file: -0}}, lines})).toBeUndefined()
  })

  test('is not compiled when a condition of it is not sound', () => {
    const {definition, lines} = checked()
    const rules = [{name: 'odd', condition: 'tool_arg.path == 1', action: 'allow' as const}]
    expect(compileChecked({definition: {...definition, rules}, lines}, origin)).toBeUndefined()
  })
})

describe('the policy cache', () => {
  test('gives back what it was given', () => {
    const {cache, directory} = createCache()
    expect(cache.read(hash)).toBeUndefined()
    cache.write(hash, checked(), Date.now())
    expect(cache.read(hash)).toEqual(checked())
    expect(readdirSync(directory)).toContain(`${hash}.json`)
  })

  test('has nothing of what another tame found good', () => {
    const {cache, directory} = createCache()
    cache.write(hash, checked(), Date.now())
    expect(new PolicyCache(directory, 'another tame').read(hash)).toBeUndefined()
  })

  test('has nothing under another text’s name', () => {
    const {cache, directory} = createCache()
    cache.write(hash, checked(), Date.now())
    const other = policyHash('other')
    writeFileSync(path.join(directory, `${other}.json`), readFileSync(path.join(directory, `${hash}.json`)))
    expect(cache.read(other)).toBeUndefined()
  })

  test.each<[string, (kept: string) => string]>([
    ['changed', (kept) => kept.replace('"allow"', '"deny"')],
    ['cut', (kept) => kept.slice(0, -1)],
    ['emptied', () => ''],
    ['replaced', () => 'something else'],
  ])('has nothing of what was %s', (_, change) => {
    const {cache, directory} = createCache()
    cache.write(hash, checked(), Date.now())
    const file = path.join(directory, `${hash}.json`)
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    expect(cache.read(hash)).toBeUndefined()
  })

  test('clears away what was not written for a month', () => {
    const {cache, directory} = createCache()
    cache.write('a', checked(), Date.now())
    cache.write(hash, checked(), Date.now() + 31 * 24 * 3600 * 1000)
    expect(readdirSync(directory).filter((name) => name.endsWith('.json'))).toEqual([])
  })

  test('is in nobody’s way where it can’t be written', () => {
    const {cache, directory} = createCache()
    chmodSync(directory, 0o500)
    cache.write(hash, checked(), Date.now())
    chmodSync(directory, 0o700)
  })
})
