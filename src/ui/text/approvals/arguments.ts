import type {Approval} from '../../../model/approval.js'
import {argumentsLine} from '../arguments-line.js'

/** What would run, on one line: not what was asked, where others have agreed to something else. */
export function shownArguments({args, editedArgs, isErased}: Approval): string {
  if (isErased) return '(erased)'
  return editedArgs === null ? argumentsLine(args) : `edited: ${argumentsLine(editedArgs)}`
}
