import {describe, expect, test} from 'vitest'
import {loadConfig} from '../../src/config/load.js'
import type {Tame} from '../../src/model/tame.js'
import {openTame} from '../../src/runtime/open-tame.js'
import type {Terminal} from '../helpers/terminal.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const policy = `version: "1.0"
rules:
  - name: temp_files
    tools: [read_file]
    condition: under(tool_args.path, "/tmp")
    action: allow
`

async function workplace(): Promise<{place: Workplace; tame: Tame}> {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  const settings = await loadConfig(place, {kind: 'flag', settings: new Map()})
  return {place, tame: openTame(settings, place)}
}

const read = (tame: Tame, path: string) => tame.enforce({tool: 'read_file', args: {path}, agentId: 'robot'})

async function openLog(place: Workplace, ...flags: string[]): Promise<Terminal> {
  const terminal = place.open(['logs', '--follow', ...flags], {env: {NO_COLOR: '1'}})
  await terminal.waitForScreen((text) => text.includes('● live'))
  return terminal
}

describe('the live log in a terminal', () => {
  test('shows what was recorded, and what is recorded, by any process', async () => {
    const {place, tame} = await workplace()
    await read(tame, '/tmp/before')
    const terminal = await openLog(place)
    await terminal.waitForScreen((text) => text.includes('path="/tmp/before"'))
    await read(tame, '/etc/after')
    const shown = await terminal.waitForScreen((text) => text.includes('path="/etc/after"'))
    expect(shown).toMatch(/ {2}\d\d:\d\d:\d\d ✔ allow +read_file +path="\/tmp\/before" +temp_files/)
    expect(shown).toMatch(/❯ \d\d:\d\d:\d\d ✖ deny +read_file +path="\/etc\/after" +\(default\)/)
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    expect([...terminal.screen().modes].sort()).toEqual(['?25', '?7'])
    await tame.close()
  })

  test('is held still, filtered, and opened at a call', async () => {
    const {place, tame} = await workplace()
    for (const path of ['/tmp/one', '/etc/two']) await read(tame, path)
    const terminal = await openLog(place)
    await terminal.waitForScreen((text) => text.includes('/etc/two'))
    terminal.type(' ')
    await terminal.waitForScreen((text) => text.includes('Held still · 0 new calls'))
    await read(tame, '/tmp/three')
    const held = await terminal.waitForScreen((text) => text.includes('Held still · 1 new call '))
    expect(held).not.toContain('/tmp/three')
    terminal.type(' ')
    await terminal.waitForScreen((text) => text.includes('/tmp/three'))
    terminal.type('2')
    await terminal.waitForScreen((text) => text.includes('without deny') && !text.includes('/etc/two'))
    terminal.type('/tmp/one\r')
    await terminal.waitForScreen((text) => text.includes('1 call with “tmp/one”'))
    terminal.type('\r')
    await terminal.waitForScreen((text) => text.includes('temp_files (allow, line 3) applies'))
    terminal.type('qq')
    expect(await terminal.finished).toBe(0)
    await tame.close()
  })

  test('shows only what the flags let through', async () => {
    const {place, tame} = await workplace()
    for (const path of ['/tmp/one', '/etc/two', '/tmp/three']) await read(tame, path)
    const terminal = await openLog(place, '--decision', 'allow', '--limit', '1')
    await terminal.waitForScreen((text) => text.includes('/tmp/three'))
    for (const path of ['/etc/four', '/tmp/five']) await read(tame, path)
    const shown = await terminal.waitForScreen((text) => text.includes('/tmp/five'))
    expect(shown.match(/path="[^"]*"/g)).toEqual(['path="/tmp/three"', 'path="/tmp/five"'])
    terminal.type('\u0003')
    expect(await terminal.finished).toBe(130)
    await tame.close()
  })

  test('keeps up with a thousand calls, each once and in order', async () => {
    const {place, tame} = await workplace()
    const terminal = await openLog(place)
    await Promise.all(Array.from({length: 1000}, (_, at) => read(tame, `/tmp/${at}`)))
    await terminal.waitForScreen((text) => text.includes('Log  1,000 calls') && text.includes('/tmp/999'))
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    await tame.close()
  })

  test('is lines where a terminal can show no screen', async () => {
    const {place, tame} = await workplace()
    await read(tame, '/tmp/one')
    const terminal = place.open(['logs', '--follow'], {env: {TERM: 'dumb'}})
    await terminal.waitFor('{"path":"/tmp/one"}')
    expect(terminal.output()).not.toContain('\u001b')
    terminal.type('\u0003')
    expect(await terminal.finished).toBe(130)
    await tame.close()
  })
})
