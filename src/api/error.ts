import * as z from 'zod/mini'
import {ExitCode, TameError} from '../errors.js'

/** One way in which a request is not as it should be. */
export interface Fault {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input?: unknown
}

const errorObject = z.object({
  error: z.object({
    code: z.string().check(z.regex(/^[A-Z][A-Z0-9_]{1,80}$/)),
    message: z.string(),
    suggestions: z.array(z.string()),
    // Told as done, an error would be taken for an answer.
    exit_code: z.optional(z.enum(ExitCode).check(z.refine((code) => code !== ExitCode.done))),
  }),
})

/** What is answered instead of an answer. `detail` alone goes to clients that do not say they know more. */
export const errorBody = z.object({
  detail: z.union([
    z.string(),
    z.array(
      z.object({
        type: z.string(),
        loc: z.array(z.union([z.string(), z.number()])),
        msg: z.string(),
        input: z.optional(z.unknown()),
      }),
    ),
  ]),
  error: z.optional(errorObject.shape.error),
})

/** An error as its server threw it; nothing when this is none. */
export function errorFromJson(json: unknown): TameError | undefined {
  const read = z.safeParse(errorObject, json)
  if (!read.success) return undefined
  const {code, message, suggestions, exit_code: exitCode} = read.data.error
  return new TameError(code, message, {suggestions, ...(exitCode !== undefined && {exitCode})})
}

export const errorJson = (error: TameError): z.input<typeof errorObject> => ({
  error: {
    code: error.code,
    message: error.message,
    suggestions: [...error.suggestions],
    exit_code: error.exitCode,
  },
})
