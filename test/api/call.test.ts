import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {enforceBody, enforceBodyAtOnce, plainEnforceBody} from '../../src/api/call.js'
import {read} from '../../src/api/reading.js'
import {runs} from '../helpers/runs.js'

const text = fc.constantFrom('', 'read_file', 'é', '\0')
const map = fc.dictionary(fc.constantFrom('path', '__proto__', 'constructor', ''), fc.jsonValue(), {
  maxKeys: 2,
})
const anything = fc.oneof(text, map, fc.constantFrom(null, true, false, 1, undefined), fc.constant([]))
const mostly = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({weight: 8, arbitrary: usual}, {weight: 1, arbitrary: anything})
const maybeNull = (usual: fc.Arbitrary<unknown>) => mostly(fc.option(usual))

const body = fc.record(
  {
    tool_name: mostly(text),
    tool_args: mostly(map),
    session_id: maybeNull(text),
    agent_id: maybeNull(text),
    user_id: maybeNull(text),
    metadata: maybeNull(map),
    event_id: maybeNull(text),
    bypass: mostly(fc.boolean()),
    other: anything,
  },
  {requiredKeys: []},
)

/** As it comes off the wire, where `__proto__` is a key like any other. */
const wire = fc
  .oneof({weight: 20, arbitrary: body}, anything)
  .map((value) => JSON.parse(JSON.stringify(value ?? null)))

describe('the body of a call', () => {
  test.each([
    ['its schema', true, enforceBody],
    ['that of clients without a version', false, plainEnforceBody],
  ])('is read at once as %s reads it, or not at all', (_, isNative, schema) => {
    fc.assert(
      fc.property(wire, (json) => {
        const atOnce = enforceBodyAtOnce(json, isNative)
        const whole = read(schema, json, 'body')
        expect(atOnce === undefined ? 'faults' in whole : whole).toEqual(
          atOnce === undefined ? true : {value: atOnce},
        )
      }),
      runs(2000),
    )
  })

  test('keeps each key of its arguments', () => {
    const json = JSON.parse('{"tool_name":"t","tool_args":{"__proto__":{"admin":true}}}')
    expect(JSON.stringify(enforceBodyAtOnce(json, true)?.call.args)).toBe('{"__proto__":{"admin":true}}')
  })
})
