import {spawnSync} from 'node:child_process'
import {symlinkSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {openTerminal, type Terminal} from '../helpers/terminal.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const root = path.join(import.meta.dirname, '../..')
const script = (name: string): string => path.join(root, 'dist/shells', name)
const isInstalled = (shell: string): boolean =>
  spawnSync(shell, ['-c', 'exit'], {stdio: 'ignore'}).error === undefined

describe('tame autocomplete', () => {
  test.each([
    ['bash', 'complete -o bashdefault -o default -F _tame_complete tame\n'],
    ['zsh', 'compdef _tame_complete tame\n'],
    ['fish', "complete -c tame -f -a '(__tame_complete)'\n"],
    ['powershell', 'Register-ArgumentCompleter -Native -CommandName tame'],
  ])('prints the script for %s, and nothing else', async (shell, essence) => {
    const place = createWorkplace()
    const {status, stdout, stderr} = await place.run(['autocomplete', shell])
    expect({status, stderr}).toEqual({status: 0, stderr: ''})
    expect(stdout).toContain(essence)
    const json = await place.run(['autocomplete', shell, '--json'])
    expect(JSON.parse(json.stdout)).toEqual({shell, script: stdout.trimEnd()})
  })

  test.each([
    ['fihs', ['Did you mean fish?']],
    ['tcsh', []],
  ])('knows no shell %s: that is asked wrongly', async (shell, meant) => {
    const {status, stdout} = await createWorkplace().run(['autocomplete', shell, '--json'])
    expect({status, ...JSON.parse(stdout)}).toEqual({
      status: 2,
      error: {
        code: 'USAGE',
        message: `Expected ${shell} to be one of: bash, zsh, fish, powershell`,
        suggestions: [...meant, 'tame autocomplete --help'],
      },
    })
  })

  test.each([
    ['/usr/local/bin/fish', 'fish'],
    ['/bin/zsh', 'zsh'],
    ['/opt/pwsh', 'powershell'],
  ])('takes the shell from SHELL=%s', async (SHELL, shell) => {
    const {stdout} = await createWorkplace().run(['autocomplete', '--json'], {env: {SHELL}})
    expect(JSON.parse(stdout)).toHaveProperty('shell', shell)
  })

  test.each([
    ['', '$SHELL does not say which shell you use'],
    ['/bin/ksh', 'There is no completion for ksh'],
  ])('says what to type when SHELL=%s', async (SHELL, message) => {
    const {status, stdout} = await createWorkplace().run(['autocomplete', '--json'], {env: {SHELL}})
    expect({status, ...JSON.parse(stdout)}).toEqual({
      status: 2,
      error: {
        code: 'UNKNOWN_SHELL',
        message,
        suggestions: ['bash', 'zsh', 'fish', 'powershell'].map((shell) => `tame autocomplete ${shell}`),
      },
    })
  })

  test('says on a terminal where to put it', async () => {
    const terminal = createWorkplace().open(['autocomplete', 'fish'])
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toContain(
      'put this line in ~/.config/fish/config.fish:\r\n  tame autocomplete fish | source\r\n',
    )
  })
})

describe('tame complete', () => {
  test('answers from the commands that were built', async () => {
    expect(await createWorkplace().run(['complete', '--', 'config', 'set', 'color', ''])).toEqual({
      status: 0,
      stdout: 'auto\t\nalways\t\nnever\t\n',
      stderr: '',
    })
  })

  test('reads no configuration: a broken one spills nothing over the line', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'timeout: [')
    const env = {TAME_TIMEOUT: 'x', DEBUG: '*'}
    const {status, stdout, stderr} = await place.run(['complete', 'bash', 'tame config ge', 'ge'], {env})
    expect({status, stdout, stderr}).toEqual({status: 0, stdout: 'get\n', stderr: ''})
  })

  test('is a mistake when a person types it', async () => {
    const {status, stderr} = await createWorkplace().run(['complete'])
    expect(status).toBe(2)
    expect(stderr).toContain('"tame complete" is not a command')
  })
})

/** A place with `tame` on the path, and files to find. */
function createShellPlace(): {place: Workplace; env: Record<string, string>} {
  const place = createWorkplace()
  place.write('final.yaml', '')
  place.write('my file.yaml', '')
  place.write('folder/inner.yaml', '')
  place.write('~/bin/.keep', '')
  symlinkSync(path.join(root, 'bin/run.js'), place.pathOf('~/bin/tame'))
  const PATH = `${place.pathOf('~/bin')}:${process.env['PATH'] ?? ''}`
  return {place, env: {PATH, HOME: place.home, TERM: 'dumb', HISTFILE: '', LC_ALL: 'C.UTF-8'}}
}

function runShell(shell: string, args: readonly string[]): string[] {
  const {place, env} = createShellPlace()
  const {stdout, stderr, status} = spawnSync(shell, args, {cwd: place.cwd, env, encoding: 'utf8'})
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
  return stdout.split('\n').filter((line) => line !== '')
}

/** What a person types before TAB, and what then stands there. */
const typedAndCompleted = [
  ['tame con', 'tame config '],
  ['tame config ge', 'tame config get '],
  ['tame --bypass config get api_k', 'tame --bypass config get api_key '],
  ['tame config set color alw', 'tame config set color always '],
  ['tame config show --stor', 'tame config show --store '],
  ['tame config get -- time', 'tame config get -- timeout '],
  ['tame config show --config=fi', 'tame config show --config=final.yaml '],
  ['tame config load my', 'tame config load my\\ file.yaml '],
  ['tame config load "my', 'tame config load "my file.yaml" '],
  ['tame config set policy fo', 'tame config set policy folder/'],
  ['tame config set store sqlite:fi', 'tame config set store sqlite:final.yaml '],
  ['tame config path > fi', 'tame config path > final.yaml '],
  ['echo x | tame aut', 'echo x | tame autocomplete '],
] as const

const clearLine = '\u0015'

function openShell(shell: string, args: readonly string[], setUp: string): Terminal {
  const {place, env} = createShellPlace()
  const terminal = openTerminal(args, {program: shell, cwd: place.cwd, env, columns: 120, rows: 40})
  // The quotes in the middle keep the echo of this line from being taken for the prompt.
  terminal.type(`${setUp}; PS1='rea''dy> '\r`)
  return terminal
}

async function expectCompletions(terminal: Terminal): Promise<void> {
  await terminal.waitFor('ready> ')
  for (const [typed, completed] of typedAndCompleted) {
    terminal.type(`${typed}\t`)
    await terminal.waitFor(completed)
    terminal.type(clearLine)
  }
}

describe('in bash', () => {
  /** Calls the script's function as bash does; `replaced` is the part of the line that the reply is to replace. */
  const reply = (line: string, replaced: string, afterwards = ':'): string[] =>
    runShell('bash', ['-c', `${callFunction}; ${afterwards}`, 'bash', script('tame.bash'), line, replaced])

  const callFunction = `. "$1"; COMP_LINE=$2; COMP_POINT=\${#2}; _tame_complete tame "$3" x
    for each in "\${COMPREPLY[@]}"; do echo "$each"; done`

  test.each<[string, string, string[]]>([
    ['tame config s', 's', ['save', 'set', 'show']],
    ['tame config set color ', '', ['auto', 'always', 'never']],
    ['tame config show --config=fi', 'fi', []],
    ['tame config show --config=fi', '--config=fi', ['--config=final.yaml']],
    ['tame config set store sqlite:f', 'sqlite:f', ['sqlite:final.yaml', 'sqlite:folder']],
    ['tame confg ', '', []],
  ])('the reply to %j, of which %j is replaced, is %j', (line, replaced, expected) => {
    expect(reply(line, replaced).sort()).toEqual([...expected].sort())
  })

  test('TAB runs nothing of what is typed', () => {
    const line = 'tame config set color $(touch spilt) `touch spilt` "$(touch spilt)" '
    expect(reply(line, '', 'ls')).not.toContain('spilt')
  })

  test('TAB completes commands, flags, values and files', async () => {
    await expectCompletions(
      openShell('bash', ['--norc', '--noprofile', '-i'], 'eval "$(tame autocomplete bash)"'),
    )
  })
})

const zsh = isInstalled('zsh')
describe(zsh ? 'in zsh' : 'in zsh (skipped: it is not installed here)', () => {
  test.skipIf(!zsh)('TAB completes commands, flags, values and files', async () => {
    await expectCompletions(openShell('zsh', ['-f', '-i'], 'eval "$(tame autocomplete zsh)"'))
  })

  test.skipIf(!zsh)('TAB shows what each candidate is', async () => {
    const terminal = openShell('zsh', ['-f', '-i'], 'eval "$(tame autocomplete zsh)"')
    await terminal.waitFor('ready> ')
    terminal.type('tame config \t')
    await terminal.waitFor('get   -- Print one setting in force')
  })
})

const fish = isInstalled('fish')
describe(fish ? 'in fish' : 'in fish (skipped: it is not installed here)', () => {
  test.skipIf(!fish).each<[string, string[]]>([
    ['tame con', ['config\tSee and change the settings']],
    ['tame --bypass config g', ['get\tPrint one setting in force']],
    ['tame "config" get \'api_k', ['api_key\tThe key to show the server']],
    ['tame config set color al', ['always']],
    ['tame config show --config=fi', ['--config=final.yaml']],
    ['tame config load "my', ['my file.yaml']],
    ['tame config load my\\ f', ['my file.yaml']],
    ['tame config set policy fo', ['folder/']],
    ['tame config set store sqlite:fi', ['sqlite:final.yaml']],
    ['tame confg ', []],
    ['tame config show --api-url ', []],
  ])('%j completes to %j', (line, expected) => {
    const complete = 'source $argv[1]; complete -C $argv[2]'
    expect(runShell('fish', ['--no-config', '-c', complete, script('tame.fish'), line])).toEqual(expected)
  })
})

const powershell = isInstalled('pwsh')
describe(powershell ? 'in PowerShell' : 'in PowerShell (skipped: it is not installed here)', () => {
  test.skipIf(!powershell).each<[string, string[]]>([
    ['tame con', ['config']],
    ['tame config set color ', ['auto', 'always', 'never']],
    ['tame config show --stor', ['--store']],
  ])('%j completes to %j', (line, expected) => {
    const complete = `. '${script('tame.ps1')}'; (TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText`
    expect(runShell('pwsh', ['-NoProfile', '-NonInteractive', '-Command', complete])).toEqual(expected)
  })
})
