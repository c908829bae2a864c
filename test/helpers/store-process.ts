import {openSqliteStore} from '../../src/store/sqlite/sqlite-store.js'
import {storeCalls} from './stored-calls.js'

/** A process that writes to a database: `FILE CALLERS CALLS`. Prints what each call came to, once each. */
const [file = '', callers = '1', calls = '1', size = '1'] = process.argv.slice(2)
const store = openSqliteStore(file)
const outcomes = new Map<string, number>()

async function caller(): Promise<void> {
  for (let call = 0; call < Number(calls); call++) {
    const outcome = await storeCalls(store, [{session: 's', tool: 'x'.repeat(Number(size))}]).then(
      () => 'recorded',
      ({code, message}) => `${code}: ${message}`,
    )
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
}

await Promise.all(Array.from({length: Number(callers)}, caller))
const {seq} = await store.head()
const sessions = await store.session('s')
await store.close()
process.stdout.write(
  JSON.stringify({outcomes: Object.fromEntries(outcomes), seq, calls: sessions?.totalCalls ?? 0}),
)
