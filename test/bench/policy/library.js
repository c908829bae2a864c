// What the benchmark needs of tame; policy.bench.js bundles it from here.
export {createDecision, decisionJson} from '../../../src/model/decision.js'
export {decide} from '../../../src/policy/decide.js'
export {readPolicy} from '../../../src/policy/read-policy.js'
