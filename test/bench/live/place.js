// A project and a user of their own, on a real disk, gone when it is measured.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

const executable = path.join(import.meta.dirname, '../../../bin/run.js')

const policy = `version: "1.0"
default: allow
rules:
  - {name: mails, tools: [send_email], action: approve, reason: Mails leave the house}
`

/** What is measured there sees the place as its own, and so do the processes that it starts. */
export async function inPlace(measure) {
  const home = mkdtempSync(path.join(tmpdir(), 'tame-live-'))
  const cwd = path.join(home, 'project')
  for (const folder of ['.git', '.tame']) mkdirSync(path.join(cwd, folder), {recursive: true})
  writeFileSync(path.join(cwd, 'policy.yaml'), policy)
  const before = process.env.HOME
  process.env.HOME = home
  try {
    return await measure({cwd, command, env: environment(home)})
  } finally {
    process.env.HOME = before
    rmSync(home, {recursive: true, force: true})
  }
}

const command = (...args) => [process.execPath, [executable, ...args]]

const environment = (home) => ({PATH: process.env.PATH, HOME: home, TERM: 'xterm-256color', NO_COLOR: '1'})
