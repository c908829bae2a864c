import {expect, test} from 'vitest'
import {compile, installTame, runProgram} from '../../helpers/program.js'
import {createWorkplace} from '../../helpers/workplace.js'
import {policy} from './open-client.js'

const decorated = `
import {configure, enforcePolicy, logAction, PolicyViolationError, sharedClient, withApproval} from 'tame'

class Files {
  readonly root = '/tmp'

  @enforcePolicy
  async read_file({path}: {path: string}): Promise<string> {
    return \`\${this.root}: \${path}\`
  }

  @enforcePolicy({tool: 'send', names: ['to', 'token']})
  async post(to: string, token: string): Promise<string> {
    return \`\${this.root} \${to} \${token}\`
  }

  @enforcePolicy
  static async deploy(): Promise<string> {
    return 'deployed'
  }

  @withApproval({message: 'Gone for ever'})
  async delete_file(_: {path: string}): Promise<void> {}

  @logAction
  async anything(): Promise<number> {
    return 1
  }
}

await configure({sessionId: 'decorated'})
const files = new Files()
const code = (error: {code: string}): string => error.code
console.log(await files.read_file({path: '/tmp/a'}))
console.log(await files.read_file({path: '/etc/a'}).catch((error) => error instanceof PolicyViolationError))
console.log(await files.post('ada', 'tk_1'), await Files.deploy(), await files.anything())
console.log(await files.delete_file({path: '/tmp/a'}).catch(code))
for (const {tool, effect, outcome} of await sharedClient().getSessionLogs())
  console.log(tool, effect, outcome?.status)
`

test('decorated methods ask first, run on their own object, and report', () => {
  const place = createWorkplace()
  installTame(place)
  place.write('policy.yaml', policy)
  place.write('decorated.mts', decorated)
  expect(compile(place, ['decorated.mts'])).toBe('')
  expect(runProgram(place, 'decorated.mjs')).toMatchObject({
    stderr: '',
    stdout: `/tmp: /tmp/a
true
/tmp ada *** deployed 1
APPROVAL_REQUIRED
read_file allow success
read_file deny undefined
send sanitize success
deploy allow success
anything allow success
delete_file approve undefined
`,
    status: 0,
  })
})

const typed = `
import {type Client, enforcePolicy, execute} from 'tame'

export const length: Promise<number> = enforcePolicy(({path}: {path: string}) => path.length, {tool: 't'})({path: ''})
export const quiet = enforcePolicy((_: {path: string}) => 1, {tool: 't', raiseOnDeny: false})
export const maybe: Promise<number | undefined> = quiet({path: ''})
// @ts-expect-error: where nothing is raised there may be nothing
export const surely: Promise<number> = quiet({path: ''})
// @ts-expect-error: its arguments are those of the function
quiet({file: ''})

export const named: (path: string) => Promise<string> = enforcePolicy({names: ['path']})((path: string) => path)
export const ran: Promise<number> = execute('t', {}, () => 1, {agentId: 'a'})
// @ts-expect-error: nor here
export const perhaps: Promise<number> = execute('t', {}, () => 1, {raiseOnApprove: false})

export class Files {
  // @ts-expect-error: what asks first can't answer at once
  @enforcePolicy
  now(_: {path: string}): number {
    return 1
  }

  // @ts-expect-error: it promises a number
  @enforcePolicy({raiseOnDeny: false})
  async later(_: {path: string}): Promise<number> {
    return 1
  }
}

// @ts-expect-error: a wrong name is no option
export const client = (make: typeof Client): Client => new make({sesionId: 's'})
`

test('their types say what becomes of a function', () => {
  const place = createWorkplace()
  installTame(place)
  place.write('typed.mts', typed)
  expect(compile(place, ['typed.mts'])).toBe('')
})

test('their types need no package that an installed tame does not bring', () => {
  const place = createWorkplace()
  installTame(place)
  place.write('whole.mts', "export * from 'tame'\n")
  const reached = compile(place, ['whole.mts'], ['--listFilesOnly'])
    .split('\n')
    .filter(
      (file) =>
        /node_modules/.test(file) &&
        !/node_modules.(@types.node|typescript|@typescript|undici-types)/.test(file),
    )
  expect(reached).toEqual([])
})
