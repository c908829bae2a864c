import type {Setup, SetupFile} from '../../model/setup.js'
import type {Canvas} from '../theme.js'
import {escaped} from './escape.js'
import {type Field, fieldsText} from './field-list.js'
import {shellLines} from './shell-line.js'
import {hanging} from './wrap.js'

/** What was written, what was left as it was, and what to do next. */
export function setupText({written, left, notes, next}: Setup, canvas: Canvas): string {
  const {theme, width} = canvas
  const nothing = written.length === 0 ? ['Nothing had to be written.'] : []
  const steps = next.map(({about, command}): Field => [about, escaped(command)])
  return [
    ...nothing,
    ...filesText(`${theme.good('✔')} Written`, written, canvas),
    ...filesText('Left as it is', left, canvas),
    ...notes.map((note) => hanging(`${theme.warning('!')} ${escaped(note)}`, width)),
    `Next\n${fieldsText(steps, canvas, (command, room) => commandLines(command, room).map((line) => theme.strong(line)))}`,
  ].join('\n')
}

/** So that what is copied from a narrow terminal is still one command. */
const commandLines = (command: string, room: number | null): string[] =>
  room === null ? [command] : shellLines(command, room)

/** What is about to be written, for somebody who is asked whether it may be. */
export const plannedText = (files: readonly SetupFile[], canvas: Canvas): string =>
  filesText('To be written', files, canvas).join('\n')

function filesText(head: string, files: readonly SetupFile[], canvas: Canvas): string[] {
  if (files.length === 0) return []
  const fields = files.map(({path, about}): Field => [escaped(path), about])
  return [`${head}\n${fieldsText(fields, canvas)}`]
}
