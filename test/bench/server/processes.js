// The servers that are measured, each a process of its own.
import {spawn} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import path from 'node:path'

const here = import.meta.dirname
const executable = path.join(here, '../../../bin/run.js')

const policy = `version: "1.0"
rules:
  - {name: system, tools: [read_file], condition: 'under(tool_args.path, "/etc")', action: deny}
  - {name: workspace, tools: [read_file], condition: 'under(tool_args.path, "/work")', action: allow}
`

export const startBare = () => start([path.join(here, 'bare.js')], {})

export const startConstant = () => start([path.join(here, 'constant.js')], {})

let databases = 0

export function startTame(folder, durability) {
  writeFileSync(path.join(folder, 'policy.yaml'), policy)
  const store = `sqlite:${path.join(folder, `${databases++}.db`)}`
  return start([executable, 'serve', '--port', '0', '--store', store, '--rate-limit', '1000000'], {
    cwd: folder,
    env: {PATH: process.env.PATH, HOME: folder, TAME_DURABILITY: durability},
  })
}

function start(args, options) {
  const child = spawn(process.execPath, args, {...options, stdio: ['ignore', 'ignore', 'pipe']})
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
      const url = /"url":"([^"]+)"/.exec(said)?.[1]
      if (url !== undefined) resolve({port: Number(new URL(url).port), stop: () => stopped(child)})
    })
    child.on('exit', () => reject(new Error(said)))
  })
}

function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error('The server died before it was stopped')
  child.kill('SIGTERM')
  return new Promise((resolve) => child.on('exit', resolve))
}
