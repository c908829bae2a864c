import {byTimeout} from '../../model/taken-answer.js'
import type {About, Path, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import type {LooseRule} from './well-shaped.js'

/**
 * A question that nobody can say yes to, as long as it is open. With `on_timeout: allow` every call would run, and the rule would
 * look as if it had people asked.
 */
export function checkApproval(document: SourceDocument, {position, known: {approval}}: LooseRule): Problem[] {
  if (approval === undefined) return []
  const {approvers, quorum = 1} = approval
  const at = (...keys: (string | number)[]): Path => ['rules', position, 'approval', ...keys]
  const problems = (approvers ?? []).flatMap((name, item) =>
    name === byTimeout ? [document.problemAtValue(at('approvers', item), nobodysName)] : [],
  )
  const people = new Set(approvers).size
  if (approvers !== undefined && people < quorum)
    problems.push(document.problemAtValue(at('quorum'), tooFew(people, quorum)))
  return problems
}

const nobodysName: About = {
  code: 'APPROVER_RESERVED',
  message: `Nobody can be called "${byTimeout}": in the record it is the clock`,
  suggestion: 'Name a person, or the key of one.',
}

const tooFew = (people: number, quorum: number): About => ({
  code: 'QUORUM_UNREACHABLE',
  message: `${quorum} different people must agree, and "approvers" names only ${people}`,
  suggestion: 'Name more approvers, or take a smaller quorum.',
})
