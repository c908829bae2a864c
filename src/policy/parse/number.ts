import type {ExpressionProblem} from '../problem.js'
import type {NumberToken} from './token.js'

interface NumberFound {
  token: NumberToken
  problems: ExpressionProblem[]
}

// Everything a person may have meant as one number; what it really is, is looked at afterwards.
const numberLike = /\.?[0-9](?:[eE][+-](?=[0-9])|[0-9A-Za-z_.])*/y
const decimal = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/
const whole = /^[0-9]+$/

/** The number that begins here, if one does. `afterOperand`: a dot here belongs to what stands before it. */
export function readNumber(source: string, start: number, afterOperand: boolean): NumberFound | undefined {
  if (afterOperand && source[start] === '.') return undefined
  numberLike.lastIndex = start
  const text = numberLike.exec(source)?.[0]
  if (text === undefined) return undefined
  const token: NumberToken = {kind: 'number', text, value: 0, start, end: start + text.length}
  const problem = numberProblem(token)
  if (problem) return {token, problems: [problem]}
  return {token: {...token, value: Number(text)}, problems: []}
}

function numberProblem({text, start, end}: NumberToken): ExpressionProblem | undefined {
  const problem = (message: string, suggestion?: string): ExpressionProblem => ({
    code: 'BAD_NUMBER',
    message,
    start,
    end,
    ...(suggestion === undefined ? {} : {suggestion}),
  })
  if (!decimal.test(text)) {
    const meant = plainSpelling(text)
    return problem(
      `\`${shortened(text)}\` is not a number`,
      meant === undefined ? 'Numbers are written 10, 0.5 or 1e3' : `Write ${meant}`,
    )
  }
  const value = Number(text)
  if (!Number.isFinite(value)) return problem(`\`${shortened(text)}\` is larger than any number can be`)
  if (whole.test(text) && !Number.isSafeInteger(value)) {
    return problem(
      `\`${shortened(text)}\` can't be told from its neighbours: whole numbers are exact up to 9007199254740991`,
      'Compare it as text, in quotes',
    )
  }
  return undefined
}

/** The same number as we write it, when it is one that Python or JSON people write otherwise. */
function plainSpelling(text: string): string | undefined {
  const plain = text
    .replaceAll('_', '')
    .replace(/^0+(?=[0-9])/, '')
    .replace(/^\./, '0.')
    .replace(/\.(?=$|[eE])/, '.0')
  if (decimal.test(plain)) return plain
  if (!/^0[xXoObB][0-9a-fA-F]+$/.test(plain)) return undefined
  const value = Number(plain)
  return Number.isSafeInteger(value) ? String(value) : undefined
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
