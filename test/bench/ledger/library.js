// What the benchmark needs of tame; ledger.bench.js bundles it from here.
export {createEngine} from '../../../src/engine/engine.js'
export {readPolicy} from '../../../src/policy/read-policy.js'
export {createIds, RandomDigits} from '../../../src/runtime/ids.js'
export {createNotaries} from '../../../src/runtime/notaries.js'
export {loadDriver} from '../../../src/store/sqlite/driver.js'
export {openSqliteStore} from '../../../src/store/sqlite/sqlite-store.js'
