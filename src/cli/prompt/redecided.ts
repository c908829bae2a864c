import type {Decision} from '../../model/decision.js'
import {argumentsLine} from '../../ui/text/arguments-line.js'
import {counted} from '../../ui/text/counted.js'
import {effectColor, effectWords} from '../../ui/text/effect.js'
import {type Column, tableText} from '../../ui/text/table.js'
import type {Canvas} from '../../ui/theme.js'

/** A call that was decided again. */
export interface Redecided {
  readonly was: Decision
  readonly now: Decision
}

/** The calls, and beside each what changed. */
export function redecidedText(all: readonly Redecided[], canvas: Canvas): string {
  const changed = all.filter(isOther).length
  const said = changed === 0 ? 'none of them otherwise' : `${changed} of them otherwise`
  return `${counted(all.length, 'call')} decided again, ${said}\n${tableText(all, columnsFor(canvas), canvas)}`
}

const isOther = ({was, now}: Redecided): boolean => was.effect !== now.effect || was.ruleName !== now.ruleName

const columnsFor = ({theme}: Canvas): Column<Redecided>[] => [
  {head: 'TOOL', cell: ({now}) => now.tool},
  {
    head: 'NOW',
    least: 10,
    cell: ({now}) => effectWords[now.effect],
    paint: (text, {now}) => effectColor(now.effect, theme)(text),
  },
  {
    head: 'WAS',
    least: 10,
    cell: (each) => (isOther(each) ? effectWords[each.was.effect] : 'the same'),
    paint: (text, each) => (isOther(each) ? theme.strong(text) : theme.faint(text)),
  },
  {head: 'RULE', least: 8, cell: ({was, now}) => ruleChange(nameOf(was), nameOf(now))},
  {head: 'ARGUMENTS', cell: ({now}) => argumentsLine(now.args)},
]

const nameOf = ({ruleName}: Decision): string => ruleName ?? '(default)'

const ruleChange = (was: string, now: string): string => (was === now ? now : `${now}, was ${was}`)
