import type {PolicyInForce} from '../../model/policy-in-force.js'
import type {Canvas} from '../theme.js'
import {counted} from './counted.js'
import {escaped} from './escape.js'
import {timeText} from './local-time.js'
import {hanging} from './wrap.js'

/** By what calls are decided now. */
export function policyInForceLines(policy: PolicyInForce, canvas: Canvas): string[] {
  const {theme} = canvas
  const {source, version, rulesCount, hash, loadedAtMs, isShadow, problems} = policy
  return [
    `${theme.strong(escaped(source))}  version ${escaped(version)}, ${counted(rulesCount, 'rule')}`,
    `sha256 ${hash}`,
    `loaded ${timeText(loadedAtMs, canvas)}`,
    ...(isShadow ? [theme.warning('mode: shadow. It decides and records, but lets every call run')] : []),
    ...problems.map((problem) =>
      theme.warning(`! the text that is there now is not in force: ${escaped(problem)}`),
    ),
  ]
}

export const policyInForceText = (policy: PolicyInForce, canvas: Canvas): string =>
  policyInForceLines(policy, canvas)
    .map((line) => hanging(line, canvas.width))
    .join('\n')
