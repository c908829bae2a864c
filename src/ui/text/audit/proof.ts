import type {Proof} from '../../../model/audit.js'
import type {Canvas} from '../../theme.js'
import {escaped} from '../escape.js'
import {fieldsText} from '../field-list.js'
import {hanging} from '../wrap.js'

/** That an entry is in a ledger, with all that it takes to work that out again. */
export function proofText({seq, entry, hash, path, checkpoint}: Proof, canvas: Canvas): string {
  const {theme, width} = canvas
  const head = `${theme.good('✔')} Entry ${seq} is in the ledger that this checkpoint states`
  const fields = fieldsText(
    [
      ['entry', escaped(entry)],
      ['hash', hash],
      ['path', ...path],
      ['root', checkpoint.root],
      ['checkpoint', ...checkpoint.note.trimEnd().split('\n').map(escaped)],
    ],
    canvas,
  )
  return `${hanging(head, width)}\n${fields}`
}
