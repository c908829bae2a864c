import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {AmbiguousInput} from '../../../src/policy/functions/ambiguous.js'
import {prepareIpIn} from '../../../src/policy/functions/ip.js'
import {
  type Address,
  addressText,
  readAddress,
  strictAddress,
} from '../../../src/policy/functions/ip-address.js'
import {runs} from '../../helpers/runs.js'

const bytes = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.oneof(fc.integer({min: 0, max: 255}), fc.constant(0)), {minLength: length, maxLength: length})
const address = fc.oneof(bytes(4), bytes(16))
const strange = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.string({unit: fc.constantFrom('.', ':', '0', '1', '9', 'f', 'x', '%', '[', ']', '/', ' ')}),
)

const numberOf = (given: Address): bigint => given.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)

function ask(ip: string, ...cidrs: string[]): boolean | 'ambiguous' | {problem: string} {
  const ipIn = prepareIpIn(cidrs)
  if ('problem' in ipIn) return ipIn
  try {
    return ipIn(ip)
  } catch (error) {
    if (error instanceof AmbiguousInput) return 'ambiguous'
    throw error
  }
}

describe('an address', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(address, (given) => {
        const text = addressText(given)
        expect([strictAddress(text), readAddress(text)]).toEqual([given, [given]])
      }),
    )
  })

  test('is read in every spelling that inet_aton takes', () => {
    fc.assert(
      fc.property(bytes(4), (given) => {
        const [a = 0, b = 0, c = 0, d = 0] = given
        const hex = (number: number): string => `0x${number.toString(16)}`
        const spellings = [
          `${numberOf(given)}`,
          hex(Number(numberOf(given))),
          `${a}.${b * 65536 + c * 256 + d}`,
          `${hex(a)}.${b}.${c * 256 + d}`,
          `${a}.${hex(b)}.${c}.${hex(d).toUpperCase().replace('X', 'x')}.`,
        ]
        for (const text of spellings)
          expect(new Set(readAddress(text).map(addressText))).toEqual(new Set([addressText(given)]))
      }),
    )
  })

  test.each([
    '',
    '1.2.3',
    '1.2.3.04',
    '1.2.3.256',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    '::1%',
    'g::',
    '1.2.3.4::',
    '::1.2.3',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
  ])('in full is not %j', (text) => {
    expect(strictAddress(text)).toBe(undefined)
  })
})

describe('ip_in', () => {
  test('agrees with arithmetic on big numbers', () => {
    const pair = fc.oneof(fc.tuple(bytes(4), bytes(4)), fc.tuple(bytes(16), bytes(16)))
    fc.assert(
      fc.property(pair, fc.nat(128), fc.boolean(), ([base, other], size, near) => {
        const width = base.length * 8
        const bits = size % (width + 1)
        const shift = BigInt(width - bits)
        const start = Array.from(base, (byte, index) => {
          const kept = Math.min(8, Math.max(0, bits - index * 8))
          return byte & (256 - 2 ** (8 - kept))
        })
        const asked = near ? base : other
        const inside = numberOf(asked) >> shift === numberOf(start) >> shift
        const answer = ask(addressText(asked), `${addressText(start)}/${bits}`)
        expect(answer).toBe(inside)
      }),
      runs(2000),
    )
  })

  test('throws nothing but that a text is ambiguous', () => {
    fc.assert(
      fc.property(strange, strange, (ip, cidr) => {
        expect(['boolean', 'string', 'object']).toContain(typeof ask(ip, '10.0.0.0/8', 'fc00::/7'))
        expect(['boolean', 'string', 'object']).toContain(typeof ask('10.0.0.1', cidr))
      }),
      runs(2000),
    )
  })

  test.each([
    ['10.0.0.0/33', '"10.0.0.0/33": the prefix is at most 32'],
    ['fc00::/129', '"fc00::/129": the prefix is at most 128'],
    ['10.0.0.1/8', '"10.0.0.1/8" is not the start of its range; did you mean 10.0.0.0/8?'],
    ['2001:db8::1/32', '"2001:db8::1/32" is not the start of its range; did you mean 2001:db8::/32?'],
    ['10/8', '"10/8" is not an address range such as 10.0.0.0/8 or fc00::/7'],
    ['010.0.0.0/8', '"010.0.0.0/8" is not an address range such as 10.0.0.0/8 or fc00::/7'],
    ['10.0.0.0/', '"10.0.0.0/" is not an address range such as 10.0.0.0/8 or fc00::/7'],
    ['fe80::%eth0/10', '"fe80::%eth0/10" is not an address range such as 10.0.0.0/8 or fc00::/7'],
    ['', '"" is not an address range such as 10.0.0.0/8 or fc00::/7'],
  ])('refuses the range %j', (cidr, problem) => {
    expect(ask('10.0.0.1', '127.0.0.0/8', cidr)).toEqual({problem})
  })
})
