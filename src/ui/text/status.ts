import {effects} from '../../model/effect.js'
import type {LocalStatus} from '../../model/local-status.js'
import type {PolicyInForce} from '../../model/policy-in-force.js'
import type {Status, StatusProblem} from '../../model/status.js'
import type {Canvas, Theme} from '../theme.js'
import {effectText} from './effect.js'
import {escaped} from './escape.js'
import {type Field, fieldsText} from './field-list.js'
import {timeText} from './local-time.js'
import {policyInForceLines} from './policy-in-force.js'
import {suggestionLines} from './suggestions.js'
import {hanging, hangingTree} from './wrap.js'

/** Who answers, and how it is with it; what is wrong comes last, where the eye rests. */
export function statusText(status: Status, here: LocalStatus, canvas: Canvas): string {
  const {theme} = canvas
  const {sessionId, bypassedBy} = here
  const fields: Field[] = [
    ['policy', ...policyLines(status.policy, canvas)],
    ['bypass', ...(bypassedBy === null ? [] : [theme.warning(bypassText(bypassedBy))])],
    ['store', ...storeLines(status, here, canvas)],
    ['approvals', `${status.pendingApprovals.toLocaleString('en')} pending`],
    ['session', sessionId === null ? 'none: calls belong to no session' : escaped(sessionId)],
    ['settings', ...settingsLines(here)],
  ]
  const problems = status.problems.flatMap((problem) => ['', problemText(problem, canvas)])
  return [hanging(headText(status, theme), canvas.width), fieldsText(fields, canvas), ...problems].join('\n')
}

function settingsLines({configFiles, setHere}: LocalStatus): string[] {
  const lines = [...configFiles, ...(setHere.length > 0 ? [setHere.join(', ')] : [])]
  return lines.length === 0 ? ['no file: all as it is by default'] : lines.map(escaped)
}

const bypassText = (by: string): string => `on (${escaped(by)}): every call runs, whatever the policy says`

function headText({isHealthy, version, apiUrl}: Status, theme: Theme): string {
  const who = apiUrl === null ? 'decides here, without a server' : `at ${escaped(apiUrl)}`
  const sign = isHealthy ? theme.good('✔ healthy') : theme.bad('✖ not healthy')
  return `${sign}  ${theme.strong(`tame ${escaped(version)}`)} ${who}`
}

const policyLines = (policy: PolicyInForce | null, canvas: Canvas): string[] =>
  policy === null
    ? [canvas.theme.bad('none in force: no call can be decided')]
    : policyInForceLines(policy, canvas)

function storeLines({store, problems}: Status, {lastCallAt}: LocalStatus, canvas: Canvas): string[] {
  const {theme} = canvas
  const {kind, location, entries, decisions} = store
  const place = `${kind} ${escaped(location)}`
  if (entries === 0 && problems.some(({code}) => code.startsWith('STORE_')))
    return [place, theme.bad('what is in it can’t be said')]
  const counts = effects
    .filter((effect) => decisions[effect] > 0)
    .map((effect) => `${effectText(effect, theme)} ${decisions[effect].toLocaleString('en')}`)
  const last = lastCallAt === null ? [] : [`last call ${timeText(lastCallAt, canvas)}`]
  return [place, entriesText(entries), ...(counts.length > 0 ? [counts.join(' · ')] : []), ...last]
}

function entriesText(entries: number): string {
  if (entries === 0) return 'nothing is recorded yet'
  return entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`
}

function problemText({code, message, suggestions}: StatusProblem, {theme, width}: Canvas): string {
  const [first = '', ...more] = message.split('\n').map(escaped)
  const lines = [`${theme.bad('✖')} ${theme.faint(code)} ${first}`, ...more.map((line) => `  ${line}`)]
  const room = width === null ? null : width - 2
  const tries = suggestionLines('Try this:', suggestions, {theme, width: room}).map((line) => `  ${line}`)
  return [...lines.map((line) => hangingTree(line, width)), ...tries].join('\n')
}
