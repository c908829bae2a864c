import type {Workplace} from './workplace.js'

/** `tame serve` as a process of its own. */
export interface Serving {
  readonly url: string
  /** Sends a signal, and resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** Starts one in a workplace, and waits until it listens. */
export async function serve(place: Workplace, port = '0', flags: readonly string[] = []): Promise<Serving> {
  const {waitFor, signal, finished} = place.start(['serve', '--json', '--port', port, ...flags])
  const {url} = JSON.parse(await waitFor('\n}\n')) as {url: string}
  return {
    url,
    async end(name) {
      signal(name)
      await finished
    },
  }
}
