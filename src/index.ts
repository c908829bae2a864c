export {ExitCode, TameError, type TameErrorOptions} from './errors.js'
