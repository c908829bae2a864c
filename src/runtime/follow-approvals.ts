import type {Approval} from '../model/approval.js'
import type {Tame} from '../model/tame.js'

/** Approvals that wait, and then each again whenever something becomes of it. Ends when tame is closed. */
export async function* followApprovals(tame: Tame): AsyncGenerator<Approval> {
  // Asked for first: what happens from here on comes as an event, and is passed over where the list has it already.
  const {entries} = (await tame.status()).store
  const listed = new Set<number>()
  for await (const approval of tame.approvals.list({status: 'pending'})) {
    if (approval.seq > entries) listed.add(approval.seq)
    yield approval
  }
  for await (const {body, seq} of tame.events({after: entries, kinds: ['approval']})) {
    const approval = await tame.approvals.get(String(body['approval_id']))
    // Two steps at once make one state: it is told with the last of them.
    if (approval.seq === seq && !listed.delete(seq)) yield approval
  }
}
