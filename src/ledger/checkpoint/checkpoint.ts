import {TameError} from '../../errors.js'
import type {Checkpoint} from '../../model/audit.js'
import {createSignature, isSignedBy, readSignedNote, signedNoteText} from './signed-note.js'

type Stated = Omit<Checkpoint, 'note'>

interface Signer {
  readonly publicKey: string
  sign(text: string): string
}

/** Signs what a ledger holds, as C2SP tlog-checkpoint writes it. */
export function signCheckpoint(signer: Signer, stated: Stated): Checkpoint {
  const text = `${stated.origin}\n${stated.size}\n${Buffer.from(stated.root, 'hex').toString('base64')}\n`
  const key = {name: stated.origin, publicKey: signer.publicKey}
  const signature = createSignature(text, key, (signed) => signer.sign(signed))
  return {...stated, note: signedNoteText({text, signatures: [signature]})}
}

// Lines may follow that mean something to others.
const form = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/

/** What a checkpoint states, whoever signed it; nothing when it is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [, origin = '', size = '', root = ''] = form.exec(readSignedNote(note)?.text ?? '') ?? []
  if (origin === '') return undefined
  return {origin, size: Number(size), root: Buffer.from(root, 'base64').toString('hex'), note}
}

/** The same; throws when it is none. */
export function parseCheckpoint(note: string): Checkpoint {
  const checkpoint = readCheckpoint(note)
  if (checkpoint === undefined) throw noCheckpoint()
  return checkpoint
}

/** Whether the ledger that it speaks of signed a checkpoint, with this key. */
export function isCheckpointSigned({origin, note}: Checkpoint, publicKey: string): boolean {
  const signed = readSignedNote(note)
  return signed !== undefined && isSignedBy(signed, {name: origin, publicKey})
}

const noCheckpoint = (): TameError =>
  new TameError('CHECKPOINT_INVALID', 'That is no checkpoint of a ledger', {
    suggestions: ['Its form is C2SP tlog-checkpoint, as tame audit checkpoint prints it'],
  })
