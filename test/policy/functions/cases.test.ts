import {readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {AmbiguousInput} from '../../../src/policy/functions/ambiguous.js'
import {prepareGlob, prepareToolGlob} from '../../../src/policy/functions/glob.js'
import {prepareIpIn} from '../../../src/policy/functions/ip.js'
import {prepareUnder} from '../../../src/policy/functions/paths.js'
import {prepareRegex} from '../../../src/policy/functions/regex.js'
import {host, prepareHostIn} from '../../../src/policy/functions/url.js'

interface Case {
  with: [string, ...string[]]
  is: boolean | string
  because: string
}

const file = path.join(import.meta.dirname, '../../cases/functions.yaml')
const cases: Record<string, Case[]> = parse(readFileSync(file, 'utf8'))

const functions: Record<string, (text: string, rest: string[]) => boolean | string> = {
  under: (text, rest) => prepareUnder(rest)(text),
  glob: (text, rest) => prepareGlob(rest)(text),
  tool_glob: (text, rest) => prepareToolGlob(rest)(text),
  matches: (text, rest) => regex(rest[0] ?? '').test(text),
  host,
  host_in: (text, rest) => prepareHostIn(rest)(text),
  ip_in: (text, rest) => ipIn(rest)(text),
}

function regex(source: string): {test(text: string): boolean} {
  const prepared = prepareRegex(source)
  if ('problem' in prepared) throw new Error(prepared.problem)
  return prepared
}

function ipIn(cidrs: string[]): (ip: string) => boolean {
  const prepared = prepareIpIn(cidrs)
  if ('problem' in prepared) throw new Error(prepared.problem)
  return prepared
}

function answer(name: string, [text, ...rest]: Case['with']): boolean | string {
  try {
    return functions[name]?.(text, rest) ?? 'no such function'
  } catch (error) {
    if (error instanceof AmbiguousInput) return 'ambiguous'
    throw error
  }
}

describe.each(Object.entries(cases))('%s', (name, rows) => {
  test.each(rows)('$with is $is: $because', (row) => {
    expect(answer(name, row.with)).toBe(row.is)
  })
})
