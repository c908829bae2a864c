import type {PolicyInForce} from '../../model/policy-in-force.js'
import type {Theme} from '../theme.js'
import {counted} from './counted.js'
import {escaped} from './escape.js'

interface Serving {
  readonly url: string
  readonly policy: PolicyInForce
  readonly store: string
  readonly adminKeyFile: string | undefined
  readonly isOpenToAgents: boolean
}

/** As it is, too, when a start was killed before it could keep the key. */
const madeElsewhere = 'with a key that was made elsewhere; for another: tame keys create NAME --role admin'

/** What a server that was just started says of itself. */
export function servingText(
  {url, policy, store, adminKeyFile, isOpenToAgents}: Serving,
  theme: Theme,
): string {
  const rows = [
    ['Policy', `${policy.source}, version ${policy.version}, ${counted(policy.rulesCount, 'rule')}`],
    ['Record', store],
    ['Agents', isOpenToAgents ? 'of this machine need no key, until one is made for an agent' : 'need a key'],
    ['Admin', adminKeyFile === undefined ? madeElsewhere : `key in ${adminKeyFile}`],
    ['Read', `${url}/docs`],
  ] as const
  const shadow = policy.isShadow
    ? [theme.warning('mode: shadow. It decides and records, but lets every call run')]
    : []
  return [
    `${theme.strong('tame')} answers at ${theme.strong(escaped(url))}`,
    ...rows.map(([name, text]) => `  ${theme.faint(name.padEnd(7))} ${escaped(text)}`),
    ...shadow,
  ].join('\n')
}

export const servingJson = ({url, policy, store, adminKeyFile, isOpenToAgents}: Serving): object => ({
  url,
  policy: {version: policy.version, hash: policy.hash, rules_count: policy.rulesCount, source: policy.source},
  store,
  admin_key_file: adminKeyFile ?? null,
  agents_need_keys: !isOpenToAgents,
})
