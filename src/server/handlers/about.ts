import {statusJson} from '../../api/status.js'
import type {Status} from '../../model/status.js'
import {json, text} from '../answer.js'
import type {Handlers} from '../desk.js'
import {statusFor} from '../placeless.js'
import {hasStoreProblem} from '../store-problem.js'

export const about: Handlers<'greet' | 'health' | 'metrics' | 'describe' | 'docs' | 'status'> = {
  greet: (_, {version}) => json({message: 'tame API is running', version}),

  async health(_, {health, version}) {
    const status = await health.value()
    const isHealthy = status?.isHealthy === true
    return json(
      {
        status: isHealthy ? 'healthy' : 'unhealthy',
        version,
        database: status === undefined || hasStoreProblem(status) ? 'unavailable' : 'connected',
        policy: policyState(status),
        // Only the codes: whoever asks needs no key, and messages name files.
        problems: status?.problems.map(({code}) => code) ?? ['STATUS_UNAVAILABLE'],
      },
      isHealthy ? 200 : 503,
    )
  },

  async metrics(_, {tame, metrics, followers}) {
    return text(
      'text/plain; version=0.0.4; charset=utf-8',
      metrics.text(await tame.status(), followers.count),
    )
  },

  describe: (_, {descriptions}) => text('application/json', descriptions.openApi),

  docs: (_, {descriptions}) => text('text/html; charset=utf-8', descriptions.page, pageHeaders),

  async status({caller}, {tame}) {
    return json(statusJson(statusFor(caller, await tame.status())))
  },
}

const pageHeaders = {'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'"}

function policyState(status: Status | undefined): 'in force' | 'missing' | 'invalid' {
  if (status?.problems.some(({code}) => code === 'POLICY_INVALID')) return 'invalid'
  if (status?.policy === null || status === undefined) return 'missing'
  return status.policy.problems.length === 0 ? 'in force' : 'invalid'
}
