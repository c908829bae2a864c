// A screen of tame in a pseudo-terminal, as somebody looks at it.
import {readFileSync} from 'node:fs'
import {spawn} from '@lydell/node-pty'

export function openScreen({cwd, env, command}, args, {columns = 200, rows = 50} = {}) {
  const [program, argv] = command(...args)
  const terminal = spawn(program, argv, {cwd, env, cols: columns, rows})
  const watchers = new Set()
  // The end of what was written: a text may come in two parts.
  let tail = ''
  let isOver = false
  const look = () => {
    for (const watcher of watchers) watcher()
  }
  terminal.onData((data) => {
    tail = (tail + data).slice(-200_000)
    look()
  })
  const ended = new Promise((resolve) => {
    terminal.onExit(() => {
      isOver = true
      look()
      resolve()
    })
  })

  /** Resolves with when the text was there. */
  const shows = (text) =>
    new Promise((resolve, reject) => {
      const watcher = () => {
        if (!isOver && !tail.includes(text)) return
        watchers.delete(watcher)
        if (isOver) reject(new Error(`It ended without ${text}, after:\n${tail.slice(-2000)}`))
        else resolve(performance.now())
      }
      watchers.add(watcher)
      watcher()
    })

  return {
    pid: terminal.pid,
    shows,
    type: (keys) => terminal.write(keys),
    heldMib: () =>
      Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${terminal.pid}/status`, 'utf8'))?.[1]) / 1024,
    async close() {
      if (!isOver) terminal.write('q')
      await ended
    },
  }
}
