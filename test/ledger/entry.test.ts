import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {entryText, sealEntry} from '../../src/ledger/entry.js'
import {noHash} from '../../src/ledger/hash.js'
import {canonicalJson} from '../../src/model/canonical-json.js'
import {runs} from '../helpers/runs.js'

const text = fc.string({unit: 'grapheme'})

const anyEntry = fc.record({
  seq: fc.integer({min: 1, max: Number.MAX_SAFE_INTEGER}),
  atMs: fc.integer({min: -1e12, max: 8e15}),
  kind: text,
  sessionId: fc.option(text),
  prev: fc.stringMatching(/^[0-9a-f]{64}$/),
  body: fc.dictionary(text, fc.jsonValue({stringUnit: 'grapheme'})),
})

test('has the canonical bytes of its parts', () => {
  fc.assert(
    fc.property(anyEntry, ({seq, atMs, kind, sessionId, prev, body}) => {
      const at = new Date(atMs).toISOString()
      expect(entryText({seq, atMs, kind, sessionId, prev, body: canonicalJson(body)})).toBe(
        canonicalJson({seq, at, kind, session_id: sessionId, prev, body}),
      )
    }),
    runs(500),
  )
})

test('is hashed as a leaf', () => {
  const parts = {seq: 1, atMs: 0, kind: 'ledger', sessionId: 'né', prev: noHash, body: '{"format":1}'}
  const bytes = `{"at":"1970-01-01T00:00:00.000Z","body":{"format":1},"kind":"ledger","prev":"${'0'.repeat(64)}","seq":1,"session_id":"né"}`
  expect(sealEntry(parts)).toBe(
    createHash('sha256')
      .update(Buffer.from([0]))
      .update(bytes, 'utf8')
      .digest('hex'),
  )
})

test.each([
  ['its place', {seq: 2}],
  ['its time', {atMs: 1}],
  ['its kind', {kind: 'b'}],
  ['its session', {sessionId: 's'}],
  ['the entry before it', {prev: 'a'.repeat(64)}],
  ['its body', {body: '{"a":1}'}],
])('has another hash with another of %s', (_, change) => {
  const parts = {seq: 1, atMs: 0, kind: 'a', sessionId: null, prev: noHash, body: '{}'}
  expect(sealEntry({...parts, ...change})).not.toBe(sealEntry(parts))
})
