import type * as z from 'zod/mini'
import type {Role} from '../model/key.js'

/** One thing that can be asked over HTTP. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** `{name}` stands for a part that the caller fills in. */
  readonly path: string
  /** Who may ask it: those with this role or more. */
  readonly role: Role | 'anyone'
  readonly summary: string
  /** What the path's parts, the query and the body must be. As texts those of a path and a query. */
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  /** The body of clients that do not name their version, where it is another. The same is made of it. */
  readonly plainBody?: z.ZodMiniType
  /** The body as its schema reads it, where that is plain to see; nothing where the schema has to say. */
  readonly bodyAtOnce?: (json: unknown, isNative: boolean) => unknown
  /** How the answer comes: as one JSON value, as lines of it, as events, or as a text. */
  readonly form: 'json' | 'lines' | 'events' | 'text'
  /** The answer, or each item of it. A text has none. */
  readonly answer?: z.ZodMiniType
  /** What the end of lines tells. */
  readonly result?: z.ZodMiniType
  /** The answer to clients that do not name their version, where it is another. */
  readonly plainAnswer?: z.ZodMiniType
  /** Other statuses than 200 that the operation itself answers with, and why. */
  readonly failures?: Readonly<Record<number, string>>
}

/** Operations by their names, by which everybody speaks of them. */
export type OperationTable = Readonly<Record<string, Operation>>
