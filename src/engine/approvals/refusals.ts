import {ExitCode, TameError} from '../../errors.js'
import type {Approval} from '../../model/approval.js'

export const approvalNotFound = (id: string): TameError =>
  new TameError('APPROVAL_NOT_FOUND', `There is no approval ${JSON.stringify(id.slice(0, 100))}`, {
    suggestions: ['tame approve --list'],
    exitCode: ExitCode.misuse,
  })

/** Tells who was first. */
export const alreadyResolved = ({id, status, resolvedBy, resolvedAtMs, comment}: Approval): TameError =>
  new TameError(
    'APPROVAL_RESOLVED',
    `The approval ${id} was resolved before: ${status}${byText(resolvedBy)}${atText(resolvedAtMs)}${comment === null ? '' : ` (${comment})`}`,
    {suggestions: ['tame approve --list']},
  )

const byText = (by: string | null): string => (by === null ? '' : ` by ${by}`)
const atText = (atMs: number | null): string => (atMs === null ? '' : ` at ${new Date(atMs).toISOString()}`)

export const notYours = (id: string, by: string, why: string): TameError =>
  new TameError('APPROVAL_NOT_YOURS', `${by} can't answer the approval ${id}: ${why}`, {
    suggestions: [`tame approve ${id} --json shows who may`],
  })

export const answeredBefore = (id: string, by: string): TameError =>
  new TameError(
    'APPROVAL_ANSWERED',
    `${by} answered the approval ${id} before, and another person has to agree`,
  )

export const editInvalid = (id: string, why: string): TameError =>
  new TameError('APPROVAL_EDIT_INVALID', `The approval ${id} can't be given with these arguments: ${why}`, {
    exitCode: ExitCode.misuse,
  })

export const editDenied = (id: string, reason: string): TameError =>
  new TameError('APPROVAL_EDIT_DENIED', `The approval ${id} can't be given with these arguments: ${reason}`, {
    suggestions: ['Edit them otherwise', `tame approve ${id} --deny`],
  })

export const editUnseen = (id: string): TameError =>
  new TameError(
    'APPROVAL_EDITED',
    `Others have agreed to the approval ${id} with other arguments than it was asked with: whoever agrees now must have seen those`,
    {suggestions: [`See them, and agree: tame approve ${id}`, `tame approve ${id} --deny`]},
  )

export const editConflict = (id: string): TameError =>
  new TameError(
    'APPROVAL_EDITED',
    `Others have agreed to the approval ${id} with other arguments: all have to agree to the same`,
    {suggestions: [`See theirs, and agree: tame approve ${id}`, `tame approve ${id} --deny`]},
  )
