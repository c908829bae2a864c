import type {Canvas} from '../theme.js'
import {counted} from './counted.js'
import {problemJson, problemsText, type ShownProblem} from './problems.js'

/** A policy that was looked at. */
export interface Checked {
  /** As the person named it. */
  shownPath: string
  policy?: {version: string; rules: readonly unknown[]; isShadow: boolean} | undefined
  problems: readonly ShownProblem[]
  /** Whether there may be more to find. */
  isIncomplete?: boolean
}

/** Said where a policy was too large or too involved to be looked at whole. */
const incompleteText = 'Not all of it was looked at: there may be more to find'

/** Said of a policy that binds nobody: from its rules it looks like any other. */
const shadowText = '! mode: shadow. It decides and records, but lets every call run'

/** Whether nothing is to be said of a policy, and all of it was looked at. */
export const isFine = ({problems, isIncomplete}: Checked): boolean =>
  problems.length === 0 && isIncomplete !== true

/** What `validate` and `lint` print with `--json`. */
export const validityJson = (policies: readonly Checked[]): object => ({
  ok: policies.every(isFine),
  problems: policies.flatMap(({problems}) => problems.map(problemJson)),
  ...(policies.some(({isIncomplete}) => isIncomplete === true) && {incomplete: true}),
})

export function validityText(policies: readonly Checked[], canvas: Canvas): string {
  return policies.map((each) => checkedText(each, canvas)).join('\n\n')
}

function checkedText({shownPath, policy, problems, isIncomplete}: Checked, canvas: Canvas): string {
  const {theme} = canvas
  const parts: string[] = []
  if (policy !== undefined)
    parts.push(
      `${theme.good('✔')} ${shownPath}: version ${policy.version}, ${counted(policy.rules.length, 'rule')}`,
    )
  if (policy?.isShadow === true) parts.push(theme.warning(shadowText))
  if (problems.length > 0) parts.push(problemsText(problems, theme))
  if (isIncomplete === true) parts.push(theme.warning(incompleteText))
  return parts.join('\n\n')
}
