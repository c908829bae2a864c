/** A database of SQLite, as Node's own driver and the package that stands in for it on older Node both have it. */
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

export interface Statement {
  run(...values: SqlValue[]): unknown
  get(...values: SqlValue[]): Row | undefined
  all(...values: SqlValue[]): Row[]
}

export type SqlValue = string | number | null

export type Row = Readonly<Record<string, SqlValue>>

export interface DatabaseOptions {
  readOnly: boolean
  enableForeignKeyConstraints: boolean
  /** Not known to every Node that has the driver; those pass over it. */
  defensive: boolean
}

export interface Driver {
  DatabaseSync: new (file: string, options: DatabaseOptions) => Database
}

export async function loadDriver(): Promise<Driver> {
  return builtinDriver() ?? ((await import('@photostructure/sqlite')) as unknown as Driver)
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
