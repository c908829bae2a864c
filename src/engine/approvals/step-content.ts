import type {Arguments} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'

/** What enters a step by its hash only: what a person wrote. */
export interface StepContent {
  readonly comment: string | null
  /** What the call is to be run with, as it may be shown. */
  readonly edited_args?: Arguments
}

/** Nothing when nothing was written. */
export const stepContentText = (comment: string | null, editedArgs: Arguments | null): string | null =>
  comment === null && editedArgs === null
    ? null
    : canonicalJson({comment, edited_args: editedArgs ?? undefined})
