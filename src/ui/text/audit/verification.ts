import type {Verification, VerificationFailure, VerificationRemark} from '../../../model/audit.js'
import type {Canvas} from '../../theme.js'
import {counted} from '../counted.js'
import {escaped} from '../escape.js'
import {fieldsText} from '../field-list.js'
import {hanging} from '../wrap.js'

/** What was verified, and all that was found. */
export function verificationText(verification: Verification, canvas: Canvas): string {
  const {theme, width} = canvas
  const {failures, remarks} = verification
  return [
    headText(verification, canvas),
    ...remarks.map((remark) => theme.warning(hanging(`! ${remarkText(remark)}`, width))),
    ...failures.map((failure) => failureText(failure, canvas)),
    ...(failures.length === 0 ? [] : [hanging(adviceText(failures), width, 0)]),
  ].join('\n\n')
}

function headText({ok, origin, entries, root, checkpoints}: Verification, canvas: Canvas): string {
  const {theme} = canvas
  const sign = ok ? theme.good('✔') : theme.bad('✖')
  if (origin === null && entries === 0)
    return `${sign} ${ok ? 'Nothing is recorded yet' : 'There are no entries'}`
  const found = ok ? 'as they were recorded' : 'and not all is as it was recorded'
  const fields = fieldsText(
    [
      ['ledger', escaped(origin ?? 'unnamed')],
      ['root', root],
      ['checkpoints', `${checkpoints.toLocaleString('en')} agree`],
    ],
    canvas,
  )
  return `${sign} ${counted(entries, 'entry', 'entries')}, ${found}\n${fields}`
}

const remarkText = ({seq, what}: VerificationRemark): string => `${placeText(seq)}${escaped(what)}`

function failureText({seq, what, expected, actual}: VerificationFailure, canvas: Canvas): string {
  const {theme, width} = canvas
  const head = `${theme.bad('✖')} ${theme.strong(`${placeText(seq)}${escaped(what)}`)}`
  return `${hanging(head, width)}\n${fieldsText(
    [
      ['expected', escaped(expected)],
      ['there is', escaped(actual)],
    ],
    canvas,
  )}`
}

const placeText = (seq: number | null): string => (seq === null ? '' : `entry ${seq}: `)

const adviceText = (failures: readonly VerificationFailure[]): string =>
  `${counted(failures.length, 'failure')}. Leave all as it is, and compare it with a copy from before`
