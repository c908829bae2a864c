import {spawn} from 'node:child_process'

/** `tame serve` as a process of its own. */
export async function openServer({cwd, env, command}) {
  const [program, argv] = command('serve', '--port', '0', '--rate-limit', '100000')
  const child = spawn(program, argv, {cwd, env, stdio: ['ignore', 'ignore', 'pipe']})
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const url = await new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
      const found = /"url":"([^"]+)"/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('exit', () => reject(new Error(said)))
  })
  return {
    url,
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
