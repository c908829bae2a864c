import {spawn} from 'node:child_process'
import path from 'node:path'
import type {Workplace} from './workplace.js'

const library = path.join(import.meta.dirname, '../../dist/index.js')

/** Records calls in a workplace by the library, in a process of its own: `count` of them, in sessions `even` and `odd`. */
export async function record(place: Workplace, count: number): Promise<string[]> {
  const program = `
    const {openTame} = await import(${JSON.stringify(library)})
    const tame = await openTame()
    const ids = []
    for (let n = 0; n < ${count}; n++) {
      const tool = n % 4 === 3 ? 'write_file' : 'read_file'
      const sessionId = n % 2 === 0 ? 'even' : 'odd'
      const {logId, effect} = await tame.enforce({tool, args: {path: '/tmp/' + n}, sessionId})
      if (effect === 'allow') await tame.report(logId, {status: 'success', result: {n}})
      ids.push(logId)
    }
    await tame.close()
    console.log(JSON.stringify(ids))
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: place.cwd,
    env: {PATH: process.env['PATH'], HOME: place.home},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as string[]
}

/** A project that keeps a record of its own, with a policy. */
export function withRecord(place: Workplace): Workplace {
  place.write('policy.yaml', recordedPolicy)
  place.write('.tame/.gitignore', '*\n')
  return place
}

const recordedPolicy = `version: "1.0"
rules:
  - {name: reading, tools: [read_file], action: allow}
`
