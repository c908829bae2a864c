import type {LoadedConfig} from '../../config/load.js'
import type {Tame} from '../../model/tame.js'
import {connect} from '../../runtime/connect.js'
import {createFileStates} from '../../runtime/file-watch.js'
import {findPolicyFile} from '../../runtime/policy-file.js'
import {processSurroundings} from '../../runtime/surroundings.js'

interface Lent {
  /** All that who answers depends on; empty for one that nobody is to ask any more. */
  readonly key: string
  readonly stopping: AbortController
  readonly tame: Promise<Tame>
}

/** The one tame that all commands of a prompt ask. Opened anew when the settings are others, or the policy was saved. */
export class LentTame {
  private open: Lent | undefined

  async lend(settings: LoadedConfig): Promise<Tame> {
    const key = keyOf(settings)
    if (this.open?.key !== key) {
      await this.close()
      const stopping = new AbortController()
      const options = {isPerson: true, signal: stopping.signal}
      this.open = {key, stopping, tame: connect(settings, processSurroundings(), options)}
      // Refused to whoever asked for it, and asked for anew by the next.
      this.open.tame.catch(() => {
        this.open = undefined
      })
    }
    return this.open.tame
  }

  /** Breaks off what is being asked of a server. Whoever asks next, asks anew. */
  stop(): void {
    this.open?.stopping.abort()
    if (this.open !== undefined) this.open = {...this.open, key: ''}
  }

  async close(): Promise<void> {
    const {open} = this
    this.open = undefined
    const tame = await open?.tame.catch(() => undefined)
    await tame?.close()
  }
}

/** All that who answers depends on. A policy that was saved is another: each command is decided by what the file says then. */
function keyOf(settings: LoadedConfig): string {
  const {values} = settings
  return JSON.stringify([values, values.api_url === null ? policyState(settings) : null])
}

const fileStates = createFileStates()

function policyState(settings: LoadedConfig): string {
  try {
    const file = findPolicyFile(settings, processSurroundings())
    return `${file} ${fileStates(file)}`
  } catch {
    // The command that needs it says so.
    return 'none'
  }
}
