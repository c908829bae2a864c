import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'

/** Longer than that, a command only waits for something that does not come. */
const longestMs = 30_000
/** So long it has to put things in order, once it is told to end. */
const graceMs = 1000

/** Runs a line of the shell with a text on its stdin. Rejects when it fails; what it prints is nobody's business here. */
export async function runCommand(
  command: string,
  text: string,
  {cwd, signal}: {readonly cwd: string; readonly signal: AbortSignal},
): Promise<void> {
  signal.throwIfAborted()
  const child = spawn(command, {cwd, shell: true, stdio: ['pipe', 'ignore', 'ignore'], detached: hasGroups})
  const ending = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
  ending.addEventListener('abort', () => stop(child))
  // A command that reads nothing is no failure.
  child.stdin.on('error', () => {})
  child.stdin.end(text)
  const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null]
  if (code !== 0) throw new Error(`notify_command ended with ${killedBy ?? code}`)
}

const hasGroups = process.platform !== 'win32'

/** With all that the shell has begun: what it leaves behind would pile up, one for each question. */
function stop(child: ChildProcess): void {
  const {pid, exitCode, signalCode} = child
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  end(pid, 'SIGTERM')
  // One that takes no notice of that would keep tame itself from ending.
  setTimeout(() => end(pid, 'SIGKILL'), graceMs).unref()
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(hasGroups ? -pid : pid, signal)
  } catch {
    // It ended by itself, and nobody has been told yet.
  }
}
