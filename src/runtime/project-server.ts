import type {LoadedConfig} from '../config/load.js'
import {projectServerWarning} from '../config/project-server.js'

const told = new Set<string>()

/** Tells, once a process, that a project's file has calls sent to a server that it names. */
export function tellOfProjectServer(
  settings: Pick<LoadedConfig, 'values' | 'origins' | 'layers'>,
  tell: (warning: string) => void,
): void {
  const warning = projectServerWarning(settings)
  if (warning === undefined || told.has(warning)) return
  told.add(warning)
  tell(warning)
}
