import {describe, expect, test} from 'vitest'
import {TameError} from '../../src/errors.js'
import {plainTheme} from '../../src/ui/plain-theme.js'
import {errorText} from '../../src/ui/text/error.js'

const error = new TameError('APPROVAL_EDITED', 'Others have agreed to the approval 7 with other arguments', {
  suggestions: ['See theirs, and agree: tame approve 7', 'tame approve 7 --deny --reason "wrong recipient"'],
})

describe('an error', () => {
  test('has a line for each thing it says, in a pipe and where there is room', () => {
    const text = `Error: Others have agreed to the approval 7 with other arguments
Code: APPROVAL_EDITED
Try this: See theirs, and agree: tame approve 7 · tame approve 7 --deny --reason "wrong recipient"`
    expect(errorText(error, {width: null, theme: plainTheme})).toBe(text)
    expect(errorText(error, {width: 200, theme: plainTheme})).toBe(text)
  })

  test('is broken between words in a narrow terminal, and no command in two', () => {
    expect(errorText(error, {width: 40, theme: plainTheme})).toBe(`Error: Others have agreed to the 
  approval 7 with other arguments
Code: APPROVAL_EDITED
Try this:
  See theirs, and agree: tame approve 7
  tame approve 7 --deny --reason "wrong recipient"`)
  })
})
