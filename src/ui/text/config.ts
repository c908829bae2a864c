import type {Canvas} from '../theme.js'
import {escaped} from './escape.js'
import {tableText} from './table.js'

/** One setting as it is shown: secrets are covered before it gets here. */
export interface ShownSetting {
  key: string
  value: string | number | boolean | null
  origin?: string
}

export function settingsText(settings: readonly ShownSetting[], canvas: Canvas): string {
  const columns = [
    {head: 'KEY', cell: ({key}: ShownSetting) => key},
    {head: 'VALUE', cell: ({value}: ShownSetting) => valueText(value)},
  ]
  const withOrigin = settings.some(({origin}) => origin !== undefined)
  const originColumn = {head: 'FROM', cell: ({origin}: ShownSetting) => origin ?? ''}
  return tableText(settings, withOrigin ? [...columns, originColumn] : columns, canvas)
}

const valueText = (value: ShownSetting['value']): string => (value === null ? '-' : String(value))

/** A file of the configuration, and whether it is there. */
export interface ShownPlace {
  kind: string
  path: string
  exists: boolean
}

export function placesText(places: readonly ShownPlace[], canvas: Canvas): string {
  const columns = [
    {head: 'KIND', cell: ({kind}: ShownPlace) => kind},
    {head: 'FILE', cell: ({path}: ShownPlace) => path},
    {head: 'THERE', cell: ({exists}: ShownPlace) => (exists ? 'yes' : 'no')},
  ]
  return tableText(places, columns, canvas)
}

export function changedText({file, keys}: {file: string; keys: readonly string[]}): string {
  return escaped(keys.length === 0 ? `Nothing to write to ${file}` : `Wrote ${keys.join(', ')} to ${file}`)
}
