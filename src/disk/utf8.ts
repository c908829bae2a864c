import {isUtf8} from 'node:buffer'
import {ExitCode, TameError} from '../errors.js'

/** What is read, and how the codes of its errors begin. */
export interface TextKind {
  /** As in "Can't read the policy …". */
  name: string
  prefix: 'CONFIG' | 'FILE' | 'INPUT'
}

/** More than this is no text that a person wrote. */
export const mostBytes = 2 ** 20

/** Bytes as the text they are, byte order mark and all; what is no text is not guessed at. `subject` begins the error. */
export function utf8Text(bytes: Buffer, subject: string, prefix: TextKind['prefix']): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  throw new TameError(
    `${prefix}_NOT_TEXT`,
    `${subject} is not UTF-8 text: line ${lineOfFault(bytes)} has other bytes`,
    {
      suggestions: ['Save it as UTF-8, or check that it is the file you meant'],
      exitCode: ExitCode.misuse,
    },
  )
}

/** UTF-8 puts no line break inside of a character, so each line can be asked by itself. */
function lineOfFault(bytes: Buffer): number {
  let line = 1
  let start = 0
  for (
    let end = bytes.indexOf(10);
    end !== -1 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(10, start)
  ) {
    start = end + 1
    line++
  }
  return line
}

export const tooLarge = (subject: string, prefix: TextKind['prefix']): TameError =>
  new TameError(`${prefix}_TOO_LARGE`, `${subject} is larger than 1 MiB`, {
    suggestions: ['Split it, or check that it is the file you meant'],
    exitCode: ExitCode.misuse,
  })
