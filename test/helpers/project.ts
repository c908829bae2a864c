import {onTestFinished} from 'vitest'
import {createWorkplace, type Workplace} from './workplace.js'

/** A project that this very process stands in: with a home of its own, and no settings but what is written there. */
export function standInProject(policy: string): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  const before = {...process.env}
  for (const name of Object.keys(process.env)) {
    if (/^(TAME|RUNLOK|XDG)_/.test(name)) delete process.env[name]
  }
  process.env['HOME'] = place.home
  onTestFinished(() => {
    process.env = before
  })
  return place
}
