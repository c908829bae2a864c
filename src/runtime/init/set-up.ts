import {dirname} from 'node:path'
import type {Surroundings} from '../../config/layer.js'
import {createFile} from '../../disk/create-file.js'
import {reasonOf} from '../../disk/reasons.js'
import {TameError} from '../../errors.js'
import type {NextStep, Setup, SetupFile} from '../../model/setup.js'
import {shownPath} from '../policy-file.js'
import {leftFile, type Plan} from './plan.js'
import type {StarterFile} from './starter-files.js'

/** Writes what was planned. What has come to be there meanwhile is left as it is too. */
export function setUp({starters, left, notes, ...plan}: Plan, here: Surroundings): Setup {
  const written: SetupFile[] = []
  const found: SetupFile[] = []
  for (const starter of starters) {
    if (write(starter, written)) written.push({path: shownPath(starter.path, here), about: starter.about})
    else found.push(leftFile(starter.path, here))
  }
  return {directory: here.cwd, written, left: [...left, ...found], notes, next: nextSteps(plan, here)}
}

function write({path, text}: StarterFile, written: readonly SetupFile[]): boolean {
  try {
    return createFile(path, text)
  } catch (cause) {
    const before =
      written.length === 0 ? '' : `; written before that: ${written.map((each) => each.path).join(', ')}`
    throw new TameError('INIT_UNWRITABLE', `Can't write ${path}: ${reasonOf(cause)}${before}`, {
      cause,
      suggestions: [`ls -ld ${dirname(path)}`, 'Then run it again: what is there is left as it is'],
    })
  }
}

function nextSteps({isSound, hasSuite}: Pick<Plan, 'isSound' | 'hasSuite'>, {env}: Surroundings): NextStep[] {
  // Whoever started it by npx has no tame to type.
  const tame = env['npm_command'] === 'exec' ? 'npx tame' : 'tame'
  if (!isSound) return [{about: 'see what is wrong', command: `${tame} policy validate`}]
  const check = hasSuite
    ? {about: 'test the policy', command: `${tame} policy test`}
    : {about: 'check the policy', command: `${tame} policy lint`}
  return [
    {about: 'decide a call', command: `${tame} test read_file --args '{"path": "/tmp/test.txt"}'`},
    check,
    {about: 'see some traffic', command: `${tame} demo`},
    {about: 'see how it is', command: `${tame} status`},
  ]
}
