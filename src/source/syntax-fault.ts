import {type About, type Span, tooDeep} from './faults.js'
import {clipped} from './problem.js'
import {bareTagsIn, closing, isQuoted, openBracketBefore, type Token, tokensBefore} from './tokens.js'

/** What the YAML library says of a text it can't read. */
export interface LibraryFault {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** The same in words for the person who wrote the text, at the place where they would mend it. */
export interface SyntaxFault {
  readonly about: About
  readonly span: Span
}

interface Place extends Span {
  readonly text: string
}

type Wording = (place: Place) => SyntaxFault

export function syntaxFault(text: string, {code, message, pos}: LibraryFault): SyntaxFault {
  const place = {text, start: pos[0], end: pos[1]}
  const said = `${code} ${message}`
  const [, wording] = wordings.find(([pattern]) => pattern.test(said)) ?? []
  return wording?.(place) ?? here(unknownFault(message))(place)
}

/** A "!" with nothing behind it is a tag to YAML, and says nothing: what was to be denied would be asked for. */
export function bareTags(text: string): SyntaxFault[] {
  return text.includes('!')
    ? bareTagsIn(text).map(({start}) => ({about: bareTag, span: {start, end: start + 1}}))
    : []
}

const syntax = (message: string, suggestion: string): About => ({code: 'YAML_SYNTAX', message, suggestion})

const here =
  (about: About): Wording =>
  ({start, end}) => ({about, span: {start, end}})

/** The library's words are the last resort: they know what YAML is, not what a person meant. */
const unknownFault = (message: string): About =>
  syntax(
    `It is not YAML from here on: ${clipped(message)}`,
    'Check quotes, brackets, colons and indentation here and on the line above.',
  )

const bareTag = syntax(
  'In YAML "!" begins a tag, and this one has no name',
  'In a condition write "not" for "!"; anything else put in quotes.',
)

function unknownTag({text, start, end}: Place): SyntaxFault {
  const tag = text.slice(start, end)
  const about = /^!!(?:int|float|bool|null|map|seq|set|omap|pairs|binary|timestamp|merge)$/.test(tag)
    ? syntax(`The value is not what its tag ${tag} says`, 'Remove the tag, or put the value in quotes.')
    : syntax(`In YAML "!" begins a tag, and there is no tag "${clipped(tag)}"`, bareTag.suggestion ?? '')
  return {about, span: {start, end}}
}

function unclosedBracket({text, start, end}: Place): SyntaxFault {
  const open = openBracketBefore(text, start)
  if (open === undefined) return here(misplaced)({text, start, end})
  const close = closing[open.source] ?? ''
  const about = syntax(
    `No "${close}" closes this "${open.source}"`,
    `Add "${close}"; the lines up to it must be indented more than the key.`,
  )
  return {about, span: {start: open.start, end: open.start + 1}}
}

function unclosedQuote({text, start}: Place): SyntaxFault {
  const quote = tokensBefore(text, start).findLast(isQuoted)
  const at = quote?.start ?? start
  const mark = text.charAt(at)
  const about = syntax(`No ${mark} closes the text that begins here`, `Add ${mark} at its end.`)
  return {about, span: {start: at, end: at + 1}}
}

/** Something follows a value that is complete. */
function followed(place: Place): SyntaxFault {
  const {text, end} = place
  const start = place.start + text.slice(place.start, end).search(/\S|$/)
  if (/^[\t ]*$/.test(lineUpTo(text, start))) return wrongIndent(place)
  const before = tokensBefore(text, start).findLast(({source}) => source.trim() !== '')
  if (before !== undefined && isQuoted(before)) return afterQuoted({text, start, end}, before)
  const isBracket = before !== undefined && /^[\]}]$/.test(before.source)
  const message = isBracket ? 'The value in brackets ends before this' : needsQuotes.message
  return here({...needsQuotes, message})({text, start, end})
}

const needsQuotes = syntax('A value without quotes ends before this', 'Put the whole value in quotes.')

function afterQuoted(place: Place, {start, source}: Token): SyntaxFault {
  const mark = source.charAt(0)
  if (source.includes('\n')) {
    const about = syntax(
      `The ${mark} that begins here is closed only lines below, in the middle of something else`,
      `Add ${mark} where the text ends.`,
    )
    return {about, span: {start, end: start + 1}}
  }
  const value = place.text.slice(start, lineEnd(place.text, start)).trimEnd()
  const about = syntax('The text in quotes ends before this', requoting(value, source.length))
  return here(about)(place)
}

/** How a line's value, whose quoted beginning is so long, can be written with its quotes in it. */
function requoting(value: string, length: number): string {
  const mark = value.charAt(0)
  // `"x == "y""` lost its outer quotes; `"x" == y` never had any.
  const hadOuter = /\S/.test(value.charAt(length)) && value.endsWith(mark)
  const content = hadOuter ? value.slice(1, -1) : value
  const outer = mark === '"' ? "'" : '"'
  const fits = !/[\\#,{}[\]]/.test(content) && !content.includes(outer) && content.length <= 60
  if (!fits) return 'Put the whole value on lines of its own below a "|".'
  const kind = outer === '"' ? 'double' : 'single'
  return `Put ${kind} quotes around the whole: ${outer}${content}${outer}`
}

function wrongIndent({text, start}: Place): SyntaxFault {
  const begin = start + text.slice(start, lineEnd(text, start)).search(/\S|$/)
  return {about: misplaced, span: {start: begin, end: lineEnd(text, begin)}}
}

const misplaced = syntax(
  'This line does not begin where one of those above it does',
  'Indent it like the lines it belongs to: keys like keys, each "-" like the others.',
)

/** Two keys where one may be: on the same line, or because the next line is indented too far. */
function secondKey(place: Place): SyntaxFault {
  const {text, start} = place
  if (text.startsWith('? ', start)) return badStart(place)
  if (/:(?:\s|$)/.test(text.slice(start, lineEnd(text, start)))) return here(twoColons)(place)
  const next = start + (/\n[\t ]*(?=[^\s#])/.exec(text.slice(start))?.index ?? 0)
  const begin = next + text.slice(next).search(/\S/)
  return {about: tooFar, span: {start: begin, end: lineEnd(text, begin)}}
}

const twoColons = syntax(
  'A value may not hold a second ": "',
  'Put the value in quotes, or its key on a line of its own.',
)

const tooFar = syntax(
  'This line is indented more than the key above it, which has a value already',
  'Indent it like that key.',
)

function missingColon(place: Place): SyntaxFault {
  const {text, start} = place
  if (text.startsWith('- ', start)) return wrongIndent(place)
  const line = text.slice(start, lineEnd(text, start)).trimEnd()
  const [, key, value] = /^([A-Za-z_][\w-]{0,40})(?:\s+([^\s:#].{0,60}))?$/.exec(line) ?? []
  const about = syntax(
    'A key needs ": " behind it, on the same line',
    key === undefined
      ? 'Write it like name: value'
      : `Write ${key}:${value === undefined ? '' : ` ${value}`}`,
  )
  return {about, span: {start, end: start + Math.max(1, line.length)}}
}

function badStart({text, start}: Place): SyntaxFault {
  const [word = ''] = /^[^\s,\]}]*/.exec(text.slice(start, start + 60)) ?? []
  const about = syntax(
    `A value without quotes may not begin with ${text.charAt(start)}`,
    word.length > 1 ? `Put it in quotes: ${quoted(word)}` : 'Put it in quotes.',
  )
  return {about, span: {start, end: start + Math.max(1, word.length)}}
}

const quoted = (text: string): string =>
  /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`

/** `*` and `&` mean something to YAML, and a pattern like `*` to the person who writes it. */
function bareMark({text, start, end}: Place): SyntaxFault {
  const what = text.charAt(start) === '&' ? 'an anchor' : 'an alias'
  const mark = text.charAt(start) === '&' ? '&' : '*'
  const about = syntax(
    `In YAML ${mark} begins ${what}, and this one has no name`,
    `Put it in quotes: "${mark}"`,
  )
  return {about, span: {start, end}}
}

function badEscape({text, start}: Place): SyntaxFault {
  const written = text.slice(start, start + 2)
  const about = syntax(
    `A text in double quotes knows no ${written}`,
    `Put it in single quotes, where a backslash is only itself, or write \\${written}`,
  )
  return {about, span: {start, end: start + 2}}
}

function strayClosing({text, start, end}: Place): SyntaxFault {
  const about = syntax(
    `Nothing opens this ${text.slice(start, end)}`,
    'Remove it, or put the whole value in quotes.',
  )
  return {about, span: {start, end}}
}

const yamlBlock = syntax(
  'To YAML a value that begins with | or > is a block, whose text begins on the next line',
  'Begin it on the next line, or put the value in quotes.',
)

const marks = syntax(
  'To YAML & begins an anchor, * an alias and ! a tag, and they may not stand like this',
  'Put the value in quotes, or write it out.',
)

const percentLine = syntax(
  'To YAML a line that begins with % is an instruction, after which comes a line ---',
  'Remove it, or put the value in quotes.',
)

/** By what the library says, with its code in front; the first that fits words it. */
const wordings: readonly (readonly [RegExp, Wording])[] = [
  // The parser's own words for its recursion having run out.
  [/ Maximum call stack|^RESOURCE_EXHAUSTION/, here(tooDeep)],
  [
    /^TAB_AS_INDENT/,
    here({code: 'YAML_TAB', message: 'A tab is used for indentation', suggestion: 'Indent with spaces.'}),
  ],
  [
    /^MULTIPLE_DOCS/,
    here({
      code: 'YAML_DOCUMENTS',
      message: 'A second document begins here, and only one is read',
      suggestion: 'Remove the line "---", or move what follows into a file of its own.',
    }),
  ],
  [/^BAD_COLLECTION_TYPE|^TAG_RESOLVE_FAILED/, unknownTag],
  [/^(?:BAD_INDENT|MISSING_CHAR) Flow (?:map|sequence)/, unclosedBracket],
  [/ Missing closing/, unclosedQuote],
  [/^BAD_SCALAR_START/, badStart],
  [/^BAD_DQ_ESCAPE/, badEscape],
  [/^BAD_ALIAS \w+ cannot be an empty/, bareMark],
  [
    /^(?:BAD_ALIAS|ALIAS_PROPS|MULTIPLE_ANCHORS|MULTIPLE_TAGS|BAD_PROP_ORDER)| Tags and anchors must be/,
    here(marks),
  ],
  [/^BAD_DIRECTIVE| Missing directives-end/, here(percentLine)],
  [
    / same line with directives-end/,
    here(
      syntax('What follows --- must begin on a line of its own', 'Remove the line "---", or break it there.'),
    ),
  ],
  [/ block sequence may not be used as an implicit|^BAD_INDENT| without - indicator/, wrongIndent],
  [/^BLOCK_AS_IMPLICIT_KEY/, secondKey],
  [/^MULTILINE_IMPLICIT_KEY| need to be followed by map values/, missingColon],
  [
    /^KEY_OVER_1024/,
    here(syntax('A key may have at most 1,024 characters', 'Shorten it, or put the value in quotes.')),
  ],
  [
    /^BLOCK_IN_FLOW/,
    here(
      syntax(
        'A value in brackets may not hold a second ": "',
        'Put a comma before the next key, or the value in quotes.',
      ),
    ),
  ],
  [
    / Comments must be separated/,
    here(syntax('A comment needs a space before its #', 'Add one, or put the whole value in quotes.')),
  ],
  [
    / more-indented leading empty lines/,
    here(
      syntax(
        'An empty line above a block’s text is indented more than the text',
        'Remove the spaces from the empty line.',
      ),
    ),
  ],
  [/ Block scalar header| Not a YAML token/, here(yamlBlock)],
  [/ Unexpected flow-(?:seq|map)-end token/, strayClosing],
  [
    / block-seq-ind on same line/,
    here(
      syntax(
        'A list begins on the line below its key',
        'Put each "- " on a line of its own, or the value in quotes.',
      ),
    ),
  ],
  [/ Unexpected , in| Unexpected empty item/, here(syntax('Nothing stands before this comma', 'Remove it.'))],
  [
    / Missing (?:space|,)/,
    here(
      syntax(
        'A comma, or a colon with a space behind it, is missing before this',
        'Add it, or put the whole value in quotes.',
      ),
    ),
  ],
  [/ Unexpected \S+ (?:at node end|token)/, followed],
]

const lineUpTo = (text: string, offset: number): string =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}
