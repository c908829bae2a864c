import {readFileSync} from 'node:fs'
import path from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {describe, expect, test} from 'vitest'
import {examplesOf} from '../../src/cli/examples.js'
import {listedUnder} from '../../src/cli/listing.js'
import {readManifest} from '../../src/cli/manifest.js'
import {serve} from '../helpers/serving.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const root = path.join(import.meta.dirname, '../..')
const {commands} = readManifest(root)

/** All that any help text shows; what a group shows are the first of its commands. */
const inHelp = [[], ...Object.keys(commands).map((id) => id.split(':'))].flatMap((words) =>
  examplesOf(words, commands).map(({command}) => command),
)

const readme = readFileSync(path.join(root, 'README.md'), 'utf8')

const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/ +#.*$/, '').replace(/^npm ci && /, ''))
    .filter((line) => /\btame\b/.test(line))

/** What the README's tables tell a reader to type, and what it shows to begin with. Building is for others to try. */
const inReadme = [
  ...[...readme.matchAll(/^\|.*$/gm)]
    .flatMap(([row]) => [...row.matchAll(/`((?:[A-Z_]+=\S+ )?(?:eval "\$\()?tame [^`]*)`/g)])
    .map(([, command = '']) => command.replaceAll('\\|', '|')),
  ...[...readme.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, text = '']) => linesIn(text)),
]

/** Other shells than bash are tried where completion is; here it counts that tame has a script for them. */
const inBash = (command: string): string =>
  /autocomplete (zsh|fish|powershell)/.test(command)
    ? (/tame autocomplete \w+/.exec(command)?.[0] ?? command)
    : command
        .replace(/\bSHELL\b/, 'bash')
        .replace(/\$?\bLOG_ID\b/, '$LOG_ID')
        .replace(/(?<=tame approve )ID\b/, '$APPROVAL_ID')
        .replace(/(?<=keys revoke )(\$KEY_)?ID\b/, '$KEY_ID')
        // Who knows what listens on the usual port of this machine.
        .replace(/tame serve(.*) --port 8000|tame serve/, 'tame serve$1 --port 0')
        .replace('http://127.0.0.1:8000', '$URL')

const reads = 'version: "1.0"\nrules:\n  - name: reads\n    tools: [read_file]\n    action: allow\n'

/** What the examples speak of: whoever types them has something like it. */
function createProject(command: string): Workplace {
  const place = createWorkplace()
  place.write('call.json', '{"path": "/tmp/a"}')
  place.write('facts.json', '{"tool_args": {"path": "/tmp/a"}}')
  place.write('questions.jsonl', '{"expr": "1 + 1"}\n')
  place.write('smoke-test.tame', 'test read_file --args path=/tmp/a\nexpect allow\n')
  place.write('team.yaml', 'agent_id: researcher\n')
  place.write('policies/reads.yaml', reads)
  place.write('tests/reads.test.yaml', suite)
  place.write('next.yaml', template('policy.yaml'))
  for (const name of ['cert.pem', 'key.pem'])
    place.write(name, readFileSync(path.join(root, 'test/fixtures/tls', name), 'utf8'))
  if (/tame init/.test(command)) return place
  place.write('policy.yaml', template('policy.yaml'))
  place.write('policy.test.yaml', template('policy.test.yaml'))
  return place
}

/** What an example's variables stand for; what they need is there then. */
async function valuesFor(command: string, place: Workplace): Promise<Record<string, string>> {
  return {
    ...(/LOG_ID|audit|logs/.test(command) && {LOG_ID: await recordCall(place, command)}),
    ...(/tame approve/.test(command) && {APPROVAL_ID: await askToDelete(place)}),
    ...(/\$KEY_ID|--host/.test(command) && {KEY_ID: await createKey(place)}),
    ...(command.includes('$URL') && {URL: (await serve(place)).url}),
  }
}

const createKey = async (place: Workplace): Promise<string> =>
  JSON.parse((await place.run(['keys', 'create', 'ada', '--json'])).stdout).id

async function askToDelete(place: Workplace): Promise<string> {
  const {stdout} = await place.run(['test', 'delete_file', '--args', 'path=/tmp/a', '--json'])
  return JSON.parse(stdout).approval_id
}

const template = (name: string): string => readFileSync(path.join(root, 'src/templates', name), 'utf8')

const suite = `policy: ../policies/reads.yaml
cases:
  - {name: reads, call: {tool: read_file, args: {}}, expect: allow}
  - {name: no mail, call: {tool: send_email, args: {}}, expect: deny}
`

async function recordCall(place: Workplace, command: string): Promise<string> {
  const asked = ['test', 'read_file', '--args', 'path=/tmp/a', '--session-id', 'nightly', '--json']
  const {log_id} = JSON.parse((await place.run(asked)).stdout)
  for (const [file, made] of Object.entries(madeBefore))
    if (command.includes(file)) place.write(file, (await place.run(['audit', made])).stdout)
  return log_id
}

/** What is in a file that was made by another command. */
const madeBefore = {'export.jsonl': 'export', 'nightly.jsonl': 'export', 'anchored.txt': 'checkpoint'}

interface Talk {
  waitFor: string
  type: string
  /** What bash says in the end; of a pipe it is told by the last, which may not see the Ctrl-C. */
  status: number | 'any'
}

const controlC = '\u0003'

/** What is typed where a command asks, or goes on until it is told to end. */
const talks: [RegExp, Talk[]][] = [
  [/^tame audit erase \$LOG_ID/, [{waitFor: '[y/N]', type: 'y\r', status: 0}]],
  [
    /^tame init$/,
    [
      {waitFor: '[y/N]', type: '\r', status: 0},
      {waitFor: '[Y/n]', type: '\r', status: 0},
    ],
  ],
  [/^tame config set api_key -$/, [{waitFor: 'api_key', type: 'tk_0123456789\r', status: 0}]],
  [/--follow .*\| jq/, [{waitFor: 'read_file', type: controlC, status: 'any'}]],
  [/--follow/, [{waitFor: 'read_file', type: controlC, status: 130}]],
  [/^tame interactive(?! <)/, [{waitFor: '❯', type: '\u0004', status: 0}]],
  [/^tame serve/, [{waitFor: '/docs', type: controlC, status: 130}]],
  [/^tame approve$/, [{waitFor: 'delete_file', type: 'q', status: 0}]],
  [/^tame approve --watch/, [{waitFor: 'delete_file', type: controlC, status: 130}]],
  [/--watch/, [{waitFor: 'Waiting for a change', type: controlC, status: 130}]],
]

const talkFor = (command: string): Talk[] => talks.find(([pattern]) => pattern.test(command))?.[1] ?? []

async function tryOut(shown: string): Promise<void> {
  const command = inBash(shown)
  const place = createProject(command)
  const talk = talkFor(command)
  const terminal = place.type(command, {env: await valuesFor(command, place)})
  for (const {waitFor, type} of talk) {
    await terminal.waitFor(waitFor)
    terminal.type(type)
  }
  const status = await terminal.finished
  const expected = talk.at(-1)?.status ?? 0
  const output = stripVTControlCharacters(terminal.output())
  expect({status, output}).toEqual({
    status: expected === 'any' ? expect.any(Number) : expected,
    output: expect.not.stringMatching(/^Error:|command not found/m),
  })
}

test('the help of each command shows two examples at least', () => {
  const few = Object.keys(commands).filter((id) => examplesOf(id.split(':'), commands).length < 2)
  expect(few.filter((id) => listedUnder(id.split(':'), commands).length === 0)).toEqual([])
})

describe('what help shows works as it is printed:', () => {
  test.each([...new Set(inHelp)])('%s', tryOut)
})

describe('what the README shows works as it is printed:', () => {
  test('there is something', () => {
    expect(inReadme.length).toBeGreaterThan(30)
  })

  test.each([...new Set(inReadme)].filter((command) => !inHelp.includes(command)))('%s', tryOut)
})
