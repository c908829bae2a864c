import {readFileSync, readlinkSync} from 'node:fs'
import {hostname} from 'node:os'

/** A process, such that another one can tell whether it is still there: its number alone may be somebody else's by now. */
export interface ProcessMark {
  /** The machine since it was started, and what part of it numbers processes by itself. */
  readonly place: string
  readonly pid: number
  /** When it began; nothing where the system does not tell. */
  readonly began: string | null
}

export const ownMark = (): ProcessMark => ({
  place: ownPlace(),
  pid: process.pid,
  began: stateOf(process.pid)?.began ?? null,
})

/** Whether it is known to have ended. Of one in another place nothing is known. */
export function hasEnded({place, pid, began}: ProcessMark): boolean {
  if (place !== ownPlace()) return false
  if (!answers(pid)) return true
  const state = stateOf(pid)
  return state !== undefined && (state.isDead || (began !== null && state.began !== began))
}

let known: string | undefined

function ownPlace(): string {
  known ??= process.platform === 'linux' ? (linuxPlace() ?? hostname()) : hostname()
  return known
}

/** Machines may share a name, and a container has its own processes under the same numbers. */
function linuxPlace(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return undefined
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    // Of another user: it is there.
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

interface ProcessState {
  /** Nobody has asked yet how it ended. */
  readonly isDead: boolean
  readonly began: string
}

/** Linux alone has it in a file. A program's name stands in brackets before the rest, and may have brackets itself. */
function stateOf(pid: number): ProcessState | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = '', began = ''] = [fields[0], fields[19]]
    return {isDead: state === 'Z' || state === 'X', began}
  } catch {
    return undefined
  }
}
