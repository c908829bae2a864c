import type * as z from 'zod/mini'
import type {Operations} from './operations.js'

/** The operations that answer with one JSON value, and those that answer with lines. */
export type JsonOperationName = NamesOf<'json'>
export type LinesOperationName = NamesOf<'lines'>

type NamesOf<Form extends string> = {
  [Name in keyof Operations]: Operations[Name]['form'] extends Form ? Name : never
}[keyof Operations]

/** What an operation answers, or each of its lines, as it is once it was read. */
export type AnswerOf<Name extends JsonOperationName | LinesOperationName> = z.output<
  Operations[Name]['answer']
>
