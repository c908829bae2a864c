import {isDeepStrictEqual} from 'node:util'
import {type Path, readDocument} from '../source/document.js'
import {type Format, formatText, type Rewritten, type WrittenText} from '../source/format.js'
import {checkCondition} from './condition.js'
import {policyFile, ruleFile} from './file/schema.js'
import {printExpression} from './parse/print.js'

/**
 * A policy's text in its one form: keys in order, indentation, quotes, conditions without trailing space. Comments and meaning
 * stay. A text that is no YAML, or would come to mean something else, comes back as it is.
 */
export function formatPolicy(text: string): string {
  if (readDocument('', text).problems.length > 0) return text
  const formatted = formatText(text, policyFormat)
  return isDeepStrictEqual(meaningOf(formatted), meaningOf(text)) ? formatted : text
}

const policyOrder = Object.keys(policyFile.shape)
const ruleOrder = Object.keys(ruleFile.shape)
const stepOrder = ['arg', 'with', 'replace', 'by', 'set']

const policyFormat: Format = {
  keyOrder: (path) => {
    if (path.length === 0) return policyOrder
    if (path[0] !== 'rules') return []
    if (path.length === 2) return ruleOrder
    return path.length === 4 && path[2] === 'sanitize' ? stepOrder : []
  },
  isTight: (path) => path.length === 2 && path[0] === 'rules',
  rewrite: (path, text) => {
    if (isVersion(path)) return {value: text.value, style: 'quoted'}
    return isCondition(path) ? rewrittenCondition(text) : undefined
  },
}

const isVersion = (path: Path): boolean => path.length === 1 && path[0] === 'version'

const isCondition = (path: Path): boolean =>
  path.length === 3 && path[0] === 'rules' && path[2] === 'condition'

/** The lines its author broke it into, unless that would break a text or a comment in it. */
function rewrittenCondition({value, lines}: WrittenText): Rewritten | undefined {
  const kept = lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
  if (!kept.includes('\n') || printed(kept) !== printed(value)) return undefined
  return {value: `${kept}\n`, style: 'block'}
}

/** What a condition means, whatever it looks like. */
function printed(source: string): string {
  const {condition} = checkCondition(source)
  return condition === undefined ? source : printExpression(condition.expression)
}

/** What a text says, with each condition reduced to its meaning. */
function meaningOf(text: string): unknown {
  const {value, problems} = readDocument('', text)
  if (problems.length > 0) return problems
  return reduced(value, [])
}

function reduced(value: unknown, path: Path): unknown {
  if (typeof value === 'string') return isCondition(path) ? printed(value) : value
  if (Array.isArray(value)) return value.map((item, at) => reduced(item, [...path, at]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, reduced(part, [...path, key])]))
}
