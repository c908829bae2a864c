import type {NoteBody} from '../../ledger/bodies/note-body.js'
import {contentHash} from '../../ledger/content-hash.js'
import {checkedId} from '../../model/asked-call.js'
import type {Note, NoteReceipt} from '../../model/audit.js'
import {canonicalJson} from '../../model/canonical-json.js'
import {JsonSnapshot} from '../../model/json-snapshot.js'
import type {Journal} from '../journal.js'
import type {PolicySupply} from '../policy-supply.js'

export interface NoteKeeping {
  readonly journal: Journal
  readonly policies: Pick<PolicySupply, 'current'>
  /** 16 random bytes in hexadecimal digits. */
  readonly newSalt: () => string
}

/** Puts on record what somebody says happened, without what is secret in it. */
export async function recordNote(
  {journal, policies, newSalt}: NoteKeeping,
  {type, details, by, sessionId = null, keyId = null}: Note,
): Promise<NoteReceipt> {
  const said = {type: checkedId('type', type), by: checkedId('by', by), key_id: keyId}
  const session = sessionId === null ? null : checkedId('sessionId', sessionId)
  const taken = new JsonSnapshot('details').takeMap(details)
  const {policy} = await policies.current()
  const content = canonicalJson({details: policy.redaction.redact(taken)})
  const salt = newSalt()
  const body: NoteBody = {...said, content: contentHash(salt, content)}
  return journal.write(async (draft) => {
    draft.add({
      kind: 'note',
      sessionId: session,
      id: null,
      eventId: null,
      body: canonicalJson(body),
      salt,
      content,
    })
    return {seq: draft.entries.at(-1)?.seq ?? 0, atMs: draft.nowMs}
  })
}
