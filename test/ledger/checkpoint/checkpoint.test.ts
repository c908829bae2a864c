import {generateKeyPairSync, sign} from 'node:crypto'
import {expect, test} from 'vitest'
import {
  isCheckpointSigned,
  parseCheckpoint,
  signCheckpoint,
} from '../../../src/ledger/checkpoint/checkpoint.js'
import {emptyRoot} from '../../../src/ledger/hash.js'

const {publicKey, privateKey} = generateKeyPairSync('ed25519')
const signer = {
  publicKey: publicKey.export({format: 'der', type: 'spki'}).subarray(-32).toString('base64'),
  sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64'),
}
const stated = {origin: 'tame/ledger/0192', size: 20_852_163, root: emptyRoot}
const {note} = signCheckpoint(signer, stated)

test('a checkpoint is written as others read it', () => {
  expect(note).toBe(
    `tame/ledger/0192\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n${note.split('\n').at(-2)}\n`,
  )
})

test('is read back, and was signed by its ledger', () => {
  const checkpoint = parseCheckpoint(note)
  expect(checkpoint).toEqual({...stated, note})
  expect(isCheckpointSigned(checkpoint, signer.publicKey)).toBe(true)
})

test.each([
  ['size', note.replace('20852163', '20852164')],
  ['root', note.replace('47DE', '57DE')],
  ['origin', note.replaceAll('0192', '0193')],
  ['origin in its text alone', note.replace('0192', '0193')],
  ['added line', note.replace('uFU=\n', 'uFU=\nmore\n')],
])('another %s was not signed', (_, note) => {
  expect(isCheckpointSigned(parseCheckpoint(note), signer.publicKey)).toBe(false)
})

test.each([
  ['without a root', note.replace(/47DE.*\n/, '')],
  ['with a root that is too short', note.replace('47DE', '')],
  ['with zeros before its size', note.replace('20852163', '020852163')],
  ['with a size that is none', note.replace('20852163', '1e3')],
  ['without a signature', note.slice(0, note.indexOf('—'))],
  ['that is empty', ''],
])('a note %s is no checkpoint', (_, note) => {
  expect(() => parseCheckpoint(note)).toThrow('That is no checkpoint of a ledger')
})
