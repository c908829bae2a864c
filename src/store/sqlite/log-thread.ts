import {parentPort, workerData} from 'node:worker_threads'
import {Connection} from './connection.js'
import {loadDriver} from './driver.js'

/** What runs in a thread of its own: see LogMover. */
async function main(port: NonNullable<typeof parentPort>, file: string): Promise<void> {
  const connection = new Connection(await loadDriver(), file, 'write')
  port.on('message', (wish: 'move' | 'end') => {
    if (wish === 'move') return moveLog(connection)
    connection.close()
    port.close()
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

if (parentPort !== null) void main(parentPort, String(workerData))
