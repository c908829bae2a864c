import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {comparisonJson} from '../../src/model/comparison.js'
import type {Verdict} from '../../src/model/verdict.js'
import {type CallRow, decideRow, policyOf} from './decide-case.js'

interface Case extends CallRow {
  /** `deny by deny_system_files`, `allow by default` */
  is: string
  because?: string
  reason?: string
  runs_with?: unknown
  ruling?: string
  enforced?: boolean
  cost?: number
  approval?: unknown
  counts_toward?: string[]
  compared?: unknown[]
}

interface ConditionCase {
  condition: string
  args?: Record<string, unknown>
  is: boolean | 'error'
  says?: string
}

type Group = {about: string; policy: string; cases: Case[]} | {about: string; conditions: ConditionCase[]}

const folder = path.join(import.meta.dirname, '../cases/decisions')
const files = readdirSync(folder).map((file): [string, Group[]] => [
  file,
  parse(readFileSync(path.join(folder, file), 'utf8')),
])

/** What a case states of a verdict; of what it leaves out it says nothing. */
const stated: Record<string, (verdict: Verdict) => unknown> = {
  is: ({effect, ruleName}) => `${effect} by ${ruleName ?? 'default'}`,
  reason: ({reason}) => reason,
  runs_with: ({args}) => args,
  ruling: ({ruling}) => ruling,
  enforced: ({enforced}) => enforced,
  cost: ({cost}) => cost,
  approval: ({approval}) => approval,
  counts_toward: ({countsToward}) => countsToward,
  compared: ({conditionsEvaluated}) => conditionsEvaluated.map(comparisonJson),
}

const unquoted = (value: unknown): string => JSON.stringify(value ?? {}).replaceAll('"', '')

describe.each(files)('%s', (_, groups) => {
  for (const group of groups) {
    describe(group.about, () => {
      if ('cases' in group) testCases(group.policy, group.cases)
      else testConditions(group.conditions)
    })
  }
})

function testCases(text: string, cases: readonly Case[]): void {
  const policy = policyOf(text)
  for (const row of cases) {
    test(`${row.tool} ${unquoted(row.args)} is ${row.is}${row.because ? `: ${row.because}` : ''}`, () => {
      const verdict = decideRow(policy, row)
      const expected = Object.entries(row).filter(([key]) => key in stated)
      expect(Object.fromEntries(expected.map(([key]) => [key, stated[key]?.(verdict)]))).toEqual(
        Object.fromEntries(expected),
      )
    })
  }
}

function testConditions(rows: readonly ConditionCase[]): void {
  test.each(rows)('$condition is $is', ({condition, args = {}, is, says}) => {
    const row: CallRow = {tool: 't', args}
    const verdicts = ['allow', 'sanitize', 'deny', 'approve'].map((action) => {
      const sanitize = action === 'sanitize' ? ', sanitize: [{arg: other, with: mask}]' : ''
      const rule = `{name: rule, condition: ${JSON.stringify(condition)}, action: ${action}${sanitize}}`
      return decideRow(policyOf(`version: "1"\nrules: [${rule}]`), row)
    })
    const lenient = is === true ? 'rule' : null
    const strict = is === false ? null : 'rule'
    expect(verdicts.map(({ruleName}) => ruleName)).toEqual([lenient, lenient, strict, strict])
    const told = verdicts.map(({reason}) => reason.includes('could not be worked out'))
    expect(told).toEqual(Array(4).fill(is === 'error'))
    if (says !== undefined) expect(verdicts[2]?.reason).toContain(says)
  })
}
