import type {LoadedConfig} from './load.js'
import {originText} from './origin.js'
import {sameUrl} from './resolve.js'
import {shownValue} from './secret.js'

/**
 * What there is to say where a project's file names the server: whoever cloned the project may not have known. Nothing where
 * they named the same one themselves.
 */
export function projectServerWarning({
  values,
  origins,
  layers,
}: Pick<LoadedConfig, 'values' | 'origins' | 'layers'>): string | undefined {
  const {api_url: url} = values
  if (url === null || origins.api_url.kind !== 'project') return undefined
  const isOwn = layers.some(
    ({kind, settings}) => kind !== 'project' && sameUrl(settings.get('api_url')?.value, url),
  )
  if (isOwn) return undefined
  const shown = shownValue('api_url', url)
  // What is covered can't be typed again.
  const typed = shown === url ? url : 'URL'
  return `every call goes, with its arguments, to ${shown}, because ${originText(origins.api_url)} says so. If you want that: tame config set api_url ${typed}`
}
