/** "tame", by which the file is known as ours (`PRAGMA application_id`). */
export const applicationId = 0x74616d65

/**
 * How a database comes from each version to the next one. What was released is never changed, only added to. The texts
 * are kept in the database as they stand here, and compared when it is opened.
 */
export const migrations: readonly (readonly string[])[] = [
  [
    // What is asked for while scanning stands before what may be long.
    `CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  previous_call INTEGER,
  hash TEXT NOT NULL,
  session_id TEXT,
  id TEXT,
  event_id TEXT,
  body TEXT NOT NULL,
  salt TEXT,
  content TEXT
) STRICT`,
    'CREATE UNIQUE INDEX entries_by_id ON entries (id) WHERE id IS NOT NULL',
    'CREATE UNIQUE INDEX entries_by_event_id ON entries (event_id) WHERE event_id IS NOT NULL',
    "CREATE INDEX entries_of_few ON entries (kind, seq) WHERE kind NOT IN ('decision', 'result')",
    'CREATE TABLE results (call_seq INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT',
    // The calls of a session are a list that begins here and goes on by each entry's `previous_call`: an index of them
    // would be the dearest part of a decision.
    `CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  agent_id TEXT,
  user_id TEXT,
  started_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  total_calls INTEGER NOT NULL,
  allowed_calls INTEGER NOT NULL,
  denied_calls INTEGER NOT NULL,
  approval_calls INTEGER NOT NULL,
  estimated_cost REAL NOT NULL,
  opened_by TEXT,
  retained_until INTEGER,
  last_call INTEGER
) STRICT, WITHOUT ROWID`,
    'CREATE INDEX sessions_by_start ON sessions (started_at, id)',
    'CREATE INDEX sessions_by_opener ON sessions (opened_by, started_at, id)',
    `CREATE TABLE session_calls (
  session_id TEXT NOT NULL,
  tool TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (session_id, tool)
) STRICT, WITHOUT ROWID`,
    'CREATE TABLE decision_counts (decision TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID',
    // The times of a key never go back, so that its hits after a time are the difference of two ordinals.
    `CREATE TABLE limit_hits (
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (key, at, ordinal)
) STRICT, WITHOUT ROWID`,
    'CREATE INDEX limit_hits_by_end ON limit_hits (expires_at)',
    'CREATE TABLE policies (hash TEXT PRIMARY KEY, text TEXT NOT NULL, source TEXT NOT NULL) STRICT, WITHOUT ROWID',
    'CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL, frontier TEXT NOT NULL) STRICT',
    // How far entries' times went back, added up: between two times, entries are found by halving instead of an index.
    'CREATE TABLE clock (back_ms INTEGER NOT NULL) STRICT',
    'INSERT INTO clock (back_ms) VALUES (0)',
  ],
  [
    // `seal` is there as long as a call may be run by it, or it is pending; `due_at` as long as it is pending.
    `CREATE TABLE approvals (
  call_seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  status TEXT NOT NULL,
  session_id TEXT,
  agent_id TEXT,
  due_at INTEGER,
  seal TEXT,
  state TEXT NOT NULL
) STRICT`,
    'CREATE UNIQUE INDEX approvals_by_id ON approvals (id)',
    'CREATE INDEX approvals_by_status ON approvals (status, call_seq)',
    'CREATE INDEX approvals_by_session ON approvals (session_id, call_seq) WHERE session_id IS NOT NULL',
    'CREATE INDEX approvals_by_agent ON approvals (agent_id, call_seq) WHERE agent_id IS NOT NULL',
    'CREATE INDEX approvals_by_due ON approvals (due_at) WHERE due_at IS NOT NULL',
    'CREATE INDEX approvals_by_seal ON approvals (seal) WHERE seal IS NOT NULL',
  ],
  [
    // Up to which entry `decision_counts` has counted.
    'CREATE TABLE counted (up_to INTEGER NOT NULL) STRICT',
    'INSERT INTO counted (up_to) SELECT coalesce(max(seq), 0) FROM entries',
    // Of the entries that a checkpoint states. Those of older entries are filled in by the next who signs.
    'CREATE TABLE subtrees (number INTEGER PRIMARY KEY, root TEXT NOT NULL) STRICT',
  ],
  [
    // The last entries of transactions that erased something which may still stand in the log beside the database.
    'CREATE TABLE uncleared (seq INTEGER PRIMARY KEY) STRICT',
    `INSERT INTO uncleared (seq) SELECT seq FROM entries
  WHERE kind = 'erasure' AND kind NOT IN ('decision', 'result') ORDER BY seq DESC LIMIT 1`,
  ],
]

export const currentVersion = migrations.length
