import type {Status} from '../model/status.js'

/** Whether what a status says of the store is nothing that was read there. */
export const hasStoreProblem = ({problems}: Status): boolean =>
  problems.some(({code}) => code.startsWith('STORE_') || code.startsWith('LEDGER_'))
