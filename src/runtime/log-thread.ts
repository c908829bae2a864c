import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** The script that the build puts beside the commands; nothing where tame runs as it was written. */
export function logThread(): string | undefined {
  const script = fileURLToPath(new URL('log-thread.cjs', import.meta.url))
  return existsSync(script) ? script : undefined
}
