import {setImmediate as nextTurn} from 'node:timers/promises'
import {parentPort, workerData} from 'node:worker_threads'
import {EntryTree, type Growth, type TreeState} from '../../ledger/merkle/entry-tree.js'
import {Connection} from './connection.js'
import {loadDriver} from './driver.js'
import {KnownSchema} from './schema-check.js'
import {growByPage} from './tree-growing.js'

/** What is asked of the thread: see LogMover. */
export type Wish =
  | {readonly kind: 'move'}
  | {readonly kind: 'grow'; readonly id: number; readonly from: TreeState; readonly upTo: number}
  | {readonly kind: 'end'}

/** What came of growing; nothing where it could not be done here. */
export interface Grown {
  readonly id: number
  readonly growth: Growth | undefined
}

async function main(port: NonNullable<typeof parentPort>, file: string): Promise<void> {
  const connection = new Connection(await loadDriver(), file, 'write')
  connection.exec('PRAGMA trusted_schema = OFF')
  const schema = new KnownSchema(connection)
  port.on('message', async (wish: Wish) => {
    if (wish.kind === 'move') moveLog(connection)
    else if (wish.kind === 'grow') port.postMessage({id: wish.id, growth: await grown(schema, wish)})
    else {
      connection.close()
      port.close()
    }
  })
}

/** As far as nobody is in the way, and nobody waits for it. */
function moveLog(connection: Connection): void {
  try {
    connection.get('PRAGMA wal_checkpoint(PASSIVE)')
  } catch {
    // On a full disk, say: then the log grows until who writes moves it, and says what is wrong.
  }
}

async function grown(
  schema: KnownSchema,
  {from, upTo}: Extract<Wish, {kind: 'grow'}>,
): Promise<Growth | undefined> {
  const tree = EntryTree.resume(from)
  try {
    // The log is moved in between.
    const page = (connection: Connection) => tree !== undefined && growByPage(tree, upTo, connection)
    while (schema.holding(page)) await nextTurn()
    return tree?.growth
  } catch {
    // Who asked does it, and says what is wrong.
    return undefined
  }
}

if (parentPort !== null) void main(parentPort, String(workerData))
