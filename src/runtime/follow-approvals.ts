import type {Approval} from '../model/approval.js'
import type {Tame} from '../model/tame.js'

/** Approvals that wait, and then each again whenever something becomes of it. Ends when tame is closed. */
export async function* followApprovals(tame: Tame): AsyncGenerator<Approval> {
  // Asked for first: what happens from here on comes as an event, and is passed over where the list has it already.
  const {entries} = (await tame.status()).store
  const seen = new Map<string, number>()
  for await (const approval of tame.approvals.list({status: 'pending'})) {
    seen.set(approval.id, approval.seq)
    yield approval
  }
  for await (const {body} of tame.events({after: entries, kinds: ['approval']})) {
    const approval = await tame.approvals.get(String(body['approval_id']))
    if (seen.get(approval.id) === approval.seq) continue
    if (approval.status === 'pending') seen.set(approval.id, approval.seq)
    else seen.delete(approval.id)
    yield approval
  }
}
