import {TameError} from '../../errors.js'
import type {Approvals} from '../../model/tame.js'

/** Stands in until approvals are kept. */
export const noApprovals: Approvals = {
  async *list() {},
  get: async (id) => refuse(id),
  answer: async (id) => refuse(id),
  cancel: async (id) => refuse(id),
  wait: async (id) => refuse(id),
}

function refuse(id: string): never {
  throw new TameError('APPROVAL_NOT_FOUND', `There is no approval ${JSON.stringify(id.slice(0, 100))}`)
}
