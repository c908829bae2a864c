import {approvalJson} from '../../api/approval.js'
import type {Approval, WaitOptions} from '../../model/approval.js'
import {ApprovalTimeoutError} from '../../model/approval-timeout.js'
import type {Tame} from '../../model/tame.js'
import {json} from '../answer.js'
import {seesAll} from '../caller.js'
import type {Handlers} from '../desk.js'
import {lines} from '../lines.js'
import {ownApproval} from '../own.js'
import {itemsFor} from '../placeless.js'

export const approvals: Handlers<'listApprovals' | 'getApproval' | 'answerApproval' | 'cancelApproval'> = {
  listApprovals({query, caller}, {tame}) {
    const visible = seesAll(caller) ? query : {...query, keyId: caller.keyId}
    return lines(itemsFor(caller, tame.approvals.list(visible)), approvalJson)
  },

  async getApproval({param, query: {wait_ms: waitMs}, caller}, {tame, ending}) {
    const approval = await ownApproval(tame, caller, param('approval_id'))
    const isAwaited = waitMs !== undefined && approval.status === 'pending'
    return json(
      approvalJson(
        isAwaited ? await resolvedOrNot(tame, approval, {timeoutMs: waitMs, signal: ending}) : approval,
      ),
    )
  },

  async answerApproval({param, body, caller}, {tame}) {
    const by = {by: caller.name, keyId: caller.keyId}
    return json(approvalJson(await tame.approvals.answer(param('approval_id'), {...body, ...by})))
  },

  async cancelApproval({param, body, caller}, {tame}) {
    const {id} = await ownApproval(tame, caller, param('approval_id'))
    return json(approvalJson(await tame.approvals.cancel(id, {...body, by: caller.name})))
  },
}

/** As it is when it is resolved, or when nobody waits any longer. */
async function resolvedOrNot({approvals}: Tame, {id}: Approval, options: WaitOptions): Promise<Approval> {
  try {
    return await approvals.wait(id, options)
  } catch (error) {
    if (error instanceof ApprovalTimeoutError || options.signal?.aborted === true) return approvals.get(id)
    throw error
  }
}
