import type {CaseResult} from '../../../src/model/case-result.js'
import type {Coverage} from '../../../src/model/coverage.js'
import {CoverageRecord} from '../../../src/policy/suite/coverage.js'
import {readSuite} from '../../../src/policy/suite/read-suite.js'
import {runCase} from '../../../src/policy/suite/run-case.js'
import {problemText} from '../../../src/source/problem.js'
import {policyOf} from '../decide-case.js'

export interface Ran {
  results: CaseResult[]
  coverage: Coverage
}

/** Runs all cases of a suite's text against a policy's. */
export function runSuite(policyText: string, suiteText: string): Ran {
  const {suite, problems} = readSuite('policy.test.yaml', suiteText)
  if (suite === undefined) throw new Error(problems.map(problemText).join('\n'))
  const policy = policyOf(policyText)
  const record = new CoverageRecord(policy, policyText)
  const results = suite.cases.map((each) => runCase(policy, suite, each, (decided) => record.add(decided)))
  return {results, coverage: record.result()}
}
