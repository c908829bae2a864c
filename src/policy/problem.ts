/** What is wrong with a condition, and where in its text: offsets in UTF-16 units, `end` exclusive. */
export interface ExpressionProblem {
  /** Stable, part of the interface. */
  readonly code: ProblemCode
  readonly message: string
  readonly start: number
  readonly end: number
  /** What to write instead, or what to do. */
  readonly suggestion?: string
}

type ProblemCode = SyntaxProblemCode | CheckProblemCode

export type SyntaxProblemCode =
  | 'BAD_NUMBER'
  | 'CONDITION_TOO_DEEP'
  | 'CONDITION_TOO_LONG'
  | 'EMPTY_CONDITION'
  | 'NOT_SUPPORTED'
  | 'STRAY_BRACKET'
  | 'UNCLOSED_BRACKET'
  | 'UNEXPECTED_CHARACTER'
  | 'UNEXPECTED_END'
  | 'UNEXPECTED_TOKEN'
  | 'UNKNOWN_ESCAPE'
  | 'UNTERMINATED_TEXT'
  | 'WRONG_OPERATOR'
  | 'WRONG_QUOTE'

export type CheckProblemCode =
  | 'ALWAYS_FAILS'
  | 'BAD_ARGUMENT'
  | 'NAME_TAKEN'
  | 'NEVER_MATCHES'
  | 'NOT_LITERAL'
  | 'UNKNOWN_FUNCTION'
  | 'UNKNOWN_MEMBER'
  | 'UNKNOWN_METHOD'
  | 'UNKNOWN_NAME'
  | 'WRONG_ARGUMENT_COUNT'
  | 'WRONG_TYPE'
