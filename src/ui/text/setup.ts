import type {Setup, SetupFile} from '../../model/setup.js'
import type {Canvas, Theme} from '../theme.js'
import {escaped} from './escape.js'
import {type Field, fieldsText} from './field-list.js'

/** What was written, what was left as it was, and what to do next. */
export function setupText({written, left, notes, next}: Setup, {theme}: Canvas): string {
  const nothing = written.length === 0 ? ['Nothing had to be written.'] : []
  const steps = next.map(({about, command}): Field => [about, theme.strong(escaped(command))])
  return [
    ...nothing,
    ...filesText(`${theme.good('✔')} Written`, written, theme),
    ...filesText('Left as it is', left, theme),
    ...notes.map((note) => `${theme.warning('!')} ${escaped(note)}`),
    `Next\n${fieldsText(steps, theme)}`,
  ].join('\n')
}

/** What is about to be written, for somebody who is asked whether it may be. */
export const plannedText = (files: readonly SetupFile[], theme: Theme): string =>
  filesText('To be written', files, theme).join('\n')

function filesText(head: string, files: readonly SetupFile[], theme: Theme): string[] {
  if (files.length === 0) return []
  return [
    `${head}\n${fieldsText(
      files.map(({path, about}): Field => [escaped(path), about]),
      theme,
    )}`,
  ]
}
