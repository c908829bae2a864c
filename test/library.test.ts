import {spawnSync} from 'node:child_process'
import {mkdirSync, readFileSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {createWorkplace, type Workplace} from './helpers/workplace.js'

const root = path.join(import.meta.dirname, '..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const programs = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, text = '']) => text)
const program = programs.find((text) => text.includes('openTame')) ?? ''

const policy = 'version: "1.0"\nrules: [{name: reads, tools: [read_file], action: allow}]\n'

/** A project that depends on tame, as it is packed. */
function createProgram(): Workplace {
  const place = createWorkplace()
  mkdirSync(place.pathOf('node_modules'))
  symlinkSync(root, place.pathOf('node_modules/tame'))
  place.write('package.json', '{"type": "module"}')
  place.write('policy.yaml', policy)
  place.write('a.txt', 'the text')
  return place
}

const run = (place: Workplace, ...args: string[]): {status: number | null; stdout: string; stderr: string} =>
  spawnSync(process.execPath, args, {cwd: place.cwd, encoding: 'utf8', env: {HOME: place.home}})

test('the program of the README runs as printed, and its call is on the record', async () => {
  const place = createProgram()
  place.write('program.js', program.replace('/tmp/a.txt', place.pathOf('a.txt')))
  expect(run(place, 'program.js')).toMatchObject({status: 0, stdout: '', stderr: ''})
  const {stdout} = await place.run(['logs', '--json'])
  expect(JSON.parse(stdout)).toMatchObject([
    {decision: 'allow', tool_name: 'read_file', session_id: 'nightly', status: 'success', result: 'the text'},
  ])
})

test('a program ends when it has nothing to do, also without closing', () => {
  const place = createProgram()
  place.write(
    'program.js',
    `import {openTame} from 'tame'
    const tame = await openTame()
    console.log((await tame.enforce({tool: 'read_file', args: {}})).effect)`,
  )
  expect(run(place, 'program.js')).toMatchObject({status: 0, stdout: 'allow\n', stderr: ''})
})

test('an option that is none of its values is refused', () => {
  const place = createProgram()
  place.write(
    'program.js',
    `import {openTame} from 'tame'
    for (const options of [{durability: 'often'}, {polcy: 'a'}, {store: 'mysql:x'}])
      await openTame(options).catch(({code, message}) => console.log(code, message))`,
  )
  expect(run(place, 'program.js').stdout).toBe(
    `CONFIG_INVALID durability must be one of full, normal, but is "often"
UNKNOWN_OPTION There is no option "polcy"
CONFIG_INVALID store must be sqlite:PATH or postgres://…, but is "mysql:x"
`,
  )
})

test('a program in TypeScript is checked against the types of the package, with nothing else installed', () => {
  const place = createProgram()
  place.write(
    'program.ts',
    `import {type Decision, openTame, type Tame, TameError} from 'tame'
    const tame: Tame = await openTame({policy: 'policy.yaml', onPolicyProblem: ({code}: TameError) => code})
    const decision: Decision = await tame.enforce({tool: 'a', args: {}})
    const text: string = decision.effect === 'allow' ? decision.reason : 'no'
    for await (const record of tame.logs.list({limit: 1})) record.tool.concat(text)
    for await (const {seq} of tame.events({after: 1})) seq.toFixed()
    // @ts-expect-error: a call names its tool
    await tame.enforce({args: {}})
    // @ts-expect-error: there are two durabilities
    await openTame({durability: 'often'})
    export {}`,
  )
  const options = {
    strict: true,
    target: 'es2023',
    module: 'nodenext',
    types: [],
    noEmit: true,
    skipLibCheck: false,
  }
  place.write('tsconfig.json', JSON.stringify({compilerOptions: options, files: ['program.ts']}))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  expect(run(place, compiler, '--pretty', 'false', '-p', place.cwd)).toMatchObject({status: 0, stdout: ''})
})
