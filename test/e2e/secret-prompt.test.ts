import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {openTerminal, type Terminal} from '../helpers/terminal.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const executable = path.join(import.meta.dirname, '../../bin/run.js')
const question = 'Value of api_key: '
const own = '~/.config/tame/config.yaml'

async function openPrompt(place: Workplace, ...flags: string[]): Promise<Terminal> {
  const terminal = place.open(['config', 'set', 'api_key', '-', ...flags])
  await terminal.waitFor(question)
  return terminal
}

describe('tame config set api_key -, on a terminal', () => {
  test.each([
    ['typed', ['t', 'k', '_', '0123456789abcdeX', '\u007f', 'f', '\r']],
    ['pasted with Enter', ['tk_0123456789abcdef\r']],
    ['pasted as the terminal marks it', ['\u001b[200~tk_0123456', '789abcdef\n\u001b[20', '1~', '\r']],
    ['ended by one Ctrl-D', ['tk_0123456789abcdef', '\u0004']],
  ])('takes a key that is %s, and does not show it', async (_, keys) => {
    const place = createWorkplace()
    const terminal = await openPrompt(place)
    for (const key of keys) terminal.type(key)
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toBe(`${question}\r\nSet api_key to tk_…cdef in ${place.pathOf(own)}\r\n`)
    expect(place.read(own)).toBe('api_key: tk_0123456789abcdef\n')
  })

  test('changes nothing on Ctrl-C', async () => {
    const place = createWorkplace()
    place.write(own, 'api_key: tk_before\n')
    const terminal = await openPrompt(place, '--no-color')
    terminal.type('tk_0123456789abcdef\u0003')
    expect(await terminal.finished).toBe(130)
    expect(terminal.output()).toBe(
      `${question}\r\nError: Interrupted before a value was given\r\nCode: INTERRUPTED\r\n`,
    )
    expect(place.read(own)).toBe('api_key: tk_before\n')
  })

  test('changes nothing when nothing was given', async () => {
    const place = createWorkplace()
    place.write(own, 'api_key: tk_before\n')
    const terminal = await openPrompt(place, '--no-color')
    terminal.type('\u0004')
    expect(await terminal.finished).toBe(2)
    expect(terminal.output()).toContain('api_key must not be empty')
    expect(place.read(own)).toBe('api_key: tk_before\n')
  })

  test.each<[string, number, (terminal: Terminal, pid: number) => void]>([
    ['a key', 0, (terminal) => terminal.type('tk_0123456789abcdef\r')],
    ['Ctrl-C', 130, (terminal) => terminal.type('\u0003')],
    ['more than it takes', 2, (terminal) => terminal.type(`${'a'.repeat(2 ** 20)}a\r`)],
    ['its end from outside', 143, (_, pid) => process.kill(pid, 'SIGTERM')],
  ])('gives the terminal back as it was after %s', async (_, status, end) => {
    const place = createWorkplace()
    const terminal = openBetweenLooks(place, ['config', 'set', 'api_key', '-'])
    await terminal.waitFor(question)
    end(terminal, Number(/pid (\d+)/.exec(terminal.output())?.[1]))
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toContain(`status ${status}\r\n`)
    const [before, after, ...more] = [...terminal.output().matchAll(/looks (\S+)/g)].map(([, look]) => look)
    expect(before).toMatch(/^[0-9a-f:]{40,}$/)
    expect({after, more}).toEqual({after: before, more: []})
  })
})

/** Runs it in a shell that looks at the state of the terminal before and after. */
function openBetweenLooks(place: Workplace, args: readonly string[]): Terminal {
  const look = 'echo "looks $(stty -g)"'
  // Beside the shell, which takes stdin away from what runs so, to know its process.
  const run = 'exec 3<&0; "$0" "$@" <&3 & echo "pid $!"; wait $!; echo "status $?"'
  return openTerminal(['-c', `${look}; ${run}; ${look}`, process.execPath, executable, ...args], {
    program: 'bash',
    cwd: place.cwd,
    env: {PATH: process.env['PATH'] ?? '', HOME: place.home},
    columns: 80,
    rows: 24,
  })
}

test('without a terminal, all of stdin is the value', async () => {
  const place = createWorkplace()
  const run = await place.run(['config', 'set', 'api_key', '-'], {input: 'tk_0123456789abcdef\n'})
  expect(run).toEqual({status: 0, stdout: `Set api_key to tk_…cdef in ${place.pathOf(own)}\n`, stderr: ''})
})
