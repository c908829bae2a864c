// What one frame takes: the news taken in, and the whole terminal drawn anew.
import {mkdtempSync, rmSync} from 'node:fs'
import path from 'node:path'
import {rolldown} from 'rolldown'
import {inkAtOnce} from '../../../.build/ink.js'

const here = import.meta.dirname
const size = {columns: 200, rows: 50}
const warming = 100
const frames = 300
const pending = 10_000
/** Ten thousand events in a minute, in forty frames a second. */
const eventsEach = 5

export async function measureFrames() {
  const folder = mkdtempSync(path.join(here, '.live-'))
  try {
    const ui = await bundle(folder)
    return {queue: drawTimes(queueOf(ui), ui), log: drawTimes(logOf(ui), ui)}
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function bundle(folder) {
  const bundler = await rolldown({
    input: path.join(here, 'library.js'),
    platform: 'node',
    plugins: [inkAtOnce],
    resolve: {extensionAlias: {'.js': ['.ts', '.tsx', '.js']}},
    transform: {define: {'process.env.NODE_ENV': '"production"'}},
  })
  await bundler.write({dir: folder, entryFileNames: 'ui.js', format: 'esm'})
  await bundler.close()
  return import(path.join(folder, 'ui.js'))
}

/** Ten thousand wait; with each frame one is answered by somebody, and one more is asked. */
function queueOf({queueAtStart, stepQueue, questionOf, QueueScreen, createElement, plainTheme: theme}) {
  const nowMs = Date.now()
  const question = (at, said) => questionOf(approval({at, nowMs, ...said}))
  const start = {kind: 'listed', nowMs, questions: Array.from({length: pending}, (_, at) => question(at))}
  const news = (frame) => [
    question(frame * 7, {status: 'denied', seq: pending * 2 + frame}),
    question(pending + frame),
  ]
  return {
    state: stepQueue(resized(queueAtStart(nowMs), stepQueue), start, nowMs).state,
    next: (state, frame) => stepQueue(state, {kind: 'changed', questions: news(frame)}, nowMs).state,
    draw: (state) => createElement(QueueScreen, {state, theme}),
  }
}

/** A log as full as it is kept. */
function logOf({logAtStart, stepLog, logRowOf, LogScreen, createElement, plainTheme: theme}) {
  const rows = (from, count) => Array.from({length: count}, (_, at) => logRowOf(record(from + at)))
  const recorded = (from, count) => ({kind: 'recorded', rows: rows(from, count)})
  return {
    state: stepLog(resized(logAtStart, stepLog), recorded(0, 5000)).state,
    next: (state, frame) => stepLog(state, recorded(5000 + frame * eventsEach, eventsEach)).state,
    draw: (state) => createElement(LogScreen, {state, theme}),
  }
}

const resized = (state, step) => step(state, {kind: 'resized', size}, 0).state

function drawTimes({state: start, next, draw}, {renderToString}) {
  let state = start
  const times = []
  for (let frame = 0; frame < warming + frames; frame++) {
    const from = performance.now()
    state = next(state, frame)
    renderToString(draw(state), {columns: size.columns})
    times.push(performance.now() - from)
  }
  return times.slice(warming)
}

const approval = ({at, nowMs, ...said}) => ({
  ...call(at),
  id: `approval-${at}`,
  seq: at + 1,
  status: 'pending',
  requestedAtMs: nowMs - 60_000,
  expiresAtMs: nowMs + 3_600_000,
  quorum: 1,
  answers: [],
  editedArgs: null,
  resolvedBy: null,
  isErased: false,
  ...said,
})

const record = (at) => ({
  ...call(at),
  logId: `log-${at}`,
  seq: at + 1,
  effect: 'approve',
  timestamp: new Date(at).toISOString(),
  isErased: false,
})

const call = (at) => ({
  tool: 'send_email',
  args: {to: `${at}@example.com`, subject: 'The report of this night', body: 'Dear all, '.repeat(40)},
  sessionId: 'nightly',
  agentId: 'researcher',
  userId: 'ada',
  ruleName: 'mails',
  reason: 'Mails leave the house',
})
