import {createPrivateKey, sign} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {
  createSignature,
  isSignedBy,
  readSignedNote,
  type SignedNote,
  signedNoteText,
} from '../../../src/ledger/checkpoint/signed-note.js'

/** The example of the reference implementation (golang.org/x/mod/sumdb/note). */
const key = {name: 'PeterNeumann', publicKey: 'GlzZBxQ8OExB6DDFvOEqqIF+xWSaqr8sMTiLNbLXRNY='}
const secret = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
const text =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const keyed = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM='
const note = `${text}\n— PeterNeumann ${keyed}\n`

const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]),
  format: 'der',
  type: 'pkcs8',
})

const read = (note: string): SignedNote => readSignedNote(note) ?? {text: '', signatures: []}

describe('a signed note', () => {
  test('is the one that the reference implementation signs', () => {
    const signature = createSignature(text, key, (signed) =>
      sign(null, Buffer.from(signed), privateKey).toString('base64'),
    )
    expect(signedNoteText({text, signatures: [signature]})).toBe(note)
  })

  test('is read back as it was written', () => {
    expect(readSignedNote(note)).toEqual({text, signatures: [{name: 'PeterNeumann', keyed}]})
  })

  test('may have empty lines, and signatures of others', () => {
    const longer = `a\n\nb\n\n— other.example/x AAAAAAE=\n— PeterNeumann ${keyed}\n`
    expect(read(longer)).toEqual({
      text: 'a\n\nb\n',
      signatures: [
        {name: 'other.example/x', keyed: 'AAAAAAE='},
        {name: 'PeterNeumann', keyed},
      ],
    })
  })

  test.each([
    ['without a signature', text],
    ['without an empty line', `${text}— PeterNeumann ${keyed}\n`],
    ['without its last newline', note.slice(0, -1)],
    ['with a tab', note.replace(' you', '\tyou')],
    ['with the line ends of Windows', note.replaceAll('\n', '\r\n')],
    ['with a hyphen for its dash', note.replace('—', '-')],
    ['with a line after its signatures', `${note}more\n`],
    ['with a plus in the name of a key', note.replace('PeterNeumann', 'Peter+Neumann')],
    ['without a text', `\n— PeterNeumann ${keyed}\n`],
    ['that is empty', ''],
  ])('%s is none', (_, note) => {
    expect(readSignedNote(note)).toBeUndefined()
  })
})

describe('a signature', () => {
  test('holds for its text and its key', () => {
    expect(isSignedBy(read(note), key)).toBe(true)
  })

  test('holds beside those of others', () => {
    const {signatures} = read(note)
    const others = [{name: 'other', keyed}, ...signatures, {name: 'PeterNeumann', keyed: 'AAAAAAE='}]
    expect(isSignedBy({text, signatures: others}, key)).toBe(true)
  })

  test.each<[string, SignedNote, typeof key]>([
    ['of another text', read(note.replace('answer', 'question')), key],
    ['of another name', read(note), {...key, name: 'Peter'}],
    ['of another key', read(note), {...key, publicKey: Buffer.alloc(32, 7).toString('base64')}],
    ['of half a key', read(note), {...key, publicKey: key.publicKey.slice(0, 20)}],
    ['that was cut', read(note.replace('nAM=', '')), key],
    [
      'beside one of the same key that holds',
      read(note.replace(/(— .*)\n/, '$1\n— PeterNeumann x08go/AA\n')),
      key,
    ],
  ])('%s does not hold', (_, note, key) => {
    expect(isSignedBy(note, key)).toBe(false)
  })
})
