// Whole processes, paired with bare node in the same run: this machine's noise hits both alike.
import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {spawn} from '@lydell/node-pty'

const executable = path.join(import.meta.dirname, '../../bin/run.js')
const rounds = 41
const target = 2.2

const policy = `version: "1.0"
rules:
  - name: temp_files
    tools: [read_file]
    condition: under(tool_args.path, "/tmp")
    action: allow
  - name: too_many_mails
    tools: [send_email]
    limit: {count: 20, per: session, window: 1h}
    action: deny
`

/**
 * Without settings, in a repository with a policy and nothing else in it: then with a project's and a user's file to read. What is
 * recorded survives a killed process (`normal`), so that a disk is not what is measured.
 */
const commands = [
  {name: 'tame --version', args: ['--version'], target},
  {name: 'tame config get api_url', args: ['config', 'get', 'api_url'], target},
  {name: 'the same with two files to read', args: ['config', 'get', 'api_url'], files: true},
  {name: 'the same with nothing compiled yet', args: ['config', 'get', 'api_url'], cold: true},
  {name: 'tame --help', args: ['--help']},
  {name: 'tame test, recorded', args: ['test', 'read_file', '--args', 'path=/tmp/a'], target: 2.6},
  {name: 'the same, decided only', args: ['test', 'read_file', '--args', 'path=/tmp/a', '--dry-run']},
  {name: 'tame logs', args: ['logs']},
  {name: 'tame status', args: ['status']},
]

/** The prompt in a terminal, up to its sign: what somebody who opened it waits for. */
const promptTargetMs = 400
const promptPatienceMs = 10_000

export async function run() {
  const base = mkdtempSync(path.join(tmpdir(), 'tame-bench-'))
  try {
    const measured = commands.map((command) => measure(base, command))
    console.table(Object.fromEntries(measured.map(({name, ...figures}) => [name, mapped(figures)])))
    console.log(`medians of ${rounds} pairs; node ${process.version}`)
    const promptMs = await measurePrompt(base)
    console.log(`the prompt is there after ${rounded(promptMs)} ms; target ${promptTargetMs}`)
    if (promptMs > promptTargetMs) process.exitCode = 1
    if (measured.some((each) => each.target !== undefined && each.ratio > each.target)) process.exitCode = 1
  } finally {
    rmSync(base, {recursive: true, force: true})
  }
}

function measure(base, {name, args, files, cold, target: wanted}) {
  const options = surroundings(base, files === true, args[0] === 'test')
  const [bare, tame] = [[], []]
  time([executable, ...args], options)
  for (let round = 0; round < rounds; round++) {
    if (cold) rmSync(options.env.XDG_CACHE_HOME, {recursive: true, force: true})
    bare.push(time(['-e', '0'], options))
    tame.push(time([executable, ...args], options))
  }
  const ratio = median(tame.map((each, index) => each / bare[index]))
  // Other programs on the machine only ever take time away.
  const least = Math.min(...tame) / Math.min(...bare)
  return {
    name,
    'bare ms': median(bare),
    'tame ms': median(tame),
    ratio,
    'of the fastest': least,
    target: wanted,
  }
}

async function measurePrompt(base) {
  const options = surroundings(base, false, true)
  const taken = []
  await timePrompt(options)
  for (let round = 0; round < rounds; round++) taken.push(await timePrompt(options))
  return median(taken)
}

function timePrompt({cwd, env}) {
  const start = performance.now()
  const pty = spawn(process.execPath, [executable, 'interactive'], {cwd, env: {TERM: 'xterm', ...env}})
  let shown
  pty.onData((written) => {
    if (shown !== undefined || !written.includes('❯')) return
    shown = performance.now() - start
    pty.write('\u0004')
  })
  const late = setTimeout(() => pty.kill('SIGKILL'), promptPatienceMs)
  return new Promise((resolve, reject) => {
    pty.onExit(() => {
      clearTimeout(late)
      if (shown === undefined) reject(new Error(`There was no prompt within ${promptPatienceMs / 1000} s`))
      else resolve(shown)
    })
  })
}

function surroundings(base, files, recorded) {
  const home = path.join(base, files ? 'files' : 'empty')
  const cwd = path.join(home, 'project')
  mkdirSync(path.join(cwd, '.git'), {recursive: true})
  writeFileSync(path.join(cwd, 'policy.yaml'), policy)
  if (files) {
    mkdirSync(path.join(home, '.config', 'tame'), {recursive: true})
    writeFileSync(path.join(home, '.config', 'tame', 'config.yaml'), 'agent_id: a # mine\ntimeout: 5\n')
    writeFileSync(path.join(cwd, '.tamerc'), 'session_id: s\n')
  }
  // Nothing else of the environment: NODE_EXTRA_CA_CERTS alone costs bare node more than tame's whole start.
  const env = {PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: path.join(home, 'cache')}
  return {cwd, env: recorded ? {...env, TAME_DURABILITY: 'normal'} : env}
}

function time(args, options) {
  const start = performance.now()
  const {status, stderr} = spawnSync(process.execPath, args, options)
  const elapsed = performance.now() - start
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`)
  return elapsed
}

const median = (figures) => [...figures].sort((a, b) => a - b)[figures.length >> 1]
const mapped = (figures) =>
  Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, figure === undefined ? '' : rounded(figure)]),
  )
const rounded = (figure) => Math.round(figure * 100) / 100
