import type {Canvas} from '../theme.js'
import {counted} from './counted.js'

interface Formatted {
  checked: readonly string[]
  changed: readonly string[]
}

export function formattedText({checked, changed}: Formatted, onlyChecked: boolean, {theme}: Canvas): string {
  const kept = checked.length - changed.length
  const lines = changed.map((file) =>
    onlyChecked ? `${theme.warning('!')} ${file} is not in form` : `${theme.good('✎')} ${file}`,
  )
  if (kept > 0) lines.push(`${theme.good('✔')} ${counted(kept, 'file')} in form`)
  return lines.join('\n')
}
