import {describeStore} from '../contracts/describe-store.js'
import {storeDirectory} from '../helpers/store-directory.js'

const directory = storeDirectory()

describeStore('SQLite', () => directory.open())
