import {onTestFinished} from 'vitest'
import {Client, type ClientOptions} from '../../../src/runtime/client.js'
import {standInProject} from '../../helpers/project.js'
import type {Workplace} from '../../helpers/workplace.js'

export const policy = `version: "1.0"
rules:
  - name: no_system_files
    tools: [read_file]
    condition: under(tool_args.path, "/etc")
    action: deny
    reason: System files are not accessible
  - name: reads
    tools: [read_file, deploy]
    action: allow
  - name: masked
    tools: [send]
    action: sanitize
    sanitize:
      - {arg: token, with: mask}
  - name: added
    tools: [fetch]
    action: sanitize
    sanitize:
      - {arg: timeout, set: 5}
  - name: ask
    tools: [delete_file]
    action: approve
    reason: Deleting needs a person
`

export interface Opened {
  readonly client: Client
  readonly place: Workplace
  readonly warnings: string[]
}

/** A client of tame in this process, in a project with a policy of a few rules. */
export function openClient(options: ClientOptions = {}): Opened {
  const place = standInProject(policy)
  const warnings: string[] = []
  const client = new Client({cwd: place.cwd, onWarning: (message) => warnings.push(message), ...options})
  onTestFinished(() => client.close())
  return {client, place, warnings}
}
