import type {Key, NewKey} from '../../model/key.js'
import type {Canvas} from '../theme.js'
import {cellTimeText} from './local-time.js'
import {tableText} from './table.js'

/** A key as `--json` prints it: never what it says. */
export const keyJson = ({id, name, role, hint, createdAtMs, revokedAtMs}: Key): object => ({
  id,
  name,
  role,
  hint,
  created_at: new Date(createdAtMs).toISOString(),
  revoked_at: revokedAtMs === null ? null : new Date(revokedAtMs).toISOString(),
})

/** A new key, with what it says. */
export const newKeyJson = ({key, secret}: NewKey): object => ({...keyJson(key), key: secret})

/** Alone, so that it can be piped to where it is kept. */
export const newKeyText = ({secret}: NewKey): string => secret

export function keysText(keys: readonly Key[], canvas: Canvas): string {
  if (keys.length === 0) return 'There are no keys. Make one: tame keys create NAME'
  return tableText(
    keys,
    [
      {head: 'ID', cell: ({id}) => id},
      {head: 'NAME', cell: ({name}) => name},
      {head: 'ROLE', cell: ({role}) => role},
      {head: 'KEY', cell: ({hint}) => hint},
      {head: 'CREATED', cell: ({createdAtMs}) => cellTimeText(createdAtMs, canvas)},
      {
        head: 'REVOKED',
        cell: ({revokedAtMs}) => (revokedAtMs === null ? '' : cellTimeText(revokedAtMs, canvas)),
      },
    ],
    canvas,
  )
}
