// What the benchmark needs of tame; constant.js bundles it from here.
export {startServer} from '../../../src/server/server.js'
