import type {Canvas} from '../theme.js'
import {counted} from './counted.js'
import {problemJson, problemsText, type ShownProblem} from './problems.js'

/** A policy that was looked at. */
export interface Checked {
  /** As the person named it. */
  shownPath: string
  policy?: {version: string; rules: readonly unknown[]} | undefined
  problems: readonly ShownProblem[]
}

/** What `validate` and `lint` print with `--json`. */
export const validityJson = (policies: readonly Checked[]): object => ({
  ok: policies.every(({problems}) => problems.length === 0),
  problems: policies.flatMap(({problems}) => problems.map(problemJson)),
})

export function validityText(policies: readonly Checked[], canvas: Canvas): string {
  return policies.map((each) => checkedText(each, canvas)).join('\n\n')
}

function checkedText({shownPath, policy, problems}: Checked, canvas: Canvas): string {
  const sound =
    policy === undefined
      ? []
      : [
          `${canvas.theme.good('✔')} ${shownPath}: version ${policy.version}, ${counted(policy.rules.length, 'rule')}`,
        ]
  return [...sound, ...(problems.length > 0 ? [problemsText(problems, canvas)] : [])].join('\n\n')
}
