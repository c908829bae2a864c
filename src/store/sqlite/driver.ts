/** A database of SQLite, as Node's own driver and the package that stands in for it on older Node both have it. */
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

export interface Statement {
  run(...values: readonly SqlValue[]): unknown
  get(...values: readonly SqlValue[]): Row | Readonly<Record<string, SqlValue>> | undefined
  all(...values: readonly SqlValue[]): (Row | Readonly<Record<string, SqlValue>>)[]
  /** Node has it from 22.16 on. */
  setReturnArrays?(isEnabled: boolean): void
}

export type SqlValue = string | number | null

/** In the order of the columns: an object for each row takes half as long again to make as its values to read. */
export type Row = readonly SqlValue[]

interface DatabaseOptions {
  readOnly: boolean
  /** Not known to every Node that has the driver; those pass over it. */
  defensive: boolean
}

export interface Driver {
  DatabaseSync: new (file: string, options: DatabaseOptions) => Database
}

export async function loadDriver(): Promise<Driver> {
  return builtinDriver() ?? (await import('@photostructure/sqlite'))
}

function builtinDriver(): Driver | undefined {
  const {emitWarning} = process
  // Node 22 calls its driver experimental at each start. Nothing else runs meanwhile, so no other warning is kept back.
  process.emitWarning = () => undefined
  try {
    return process.getBuiltinModule('node:sqlite') as unknown as Driver | undefined
  } finally {
    process.emitWarning = emitWarning
  }
}
