import {AmbiguousInput} from './ambiguous.js'
import {type Address, addressText, readAddress, strictAddress} from './ip-address.js'
import {carriedIpv4, mappedIpv4} from './ipv4-in-ipv6.js'

interface Range {
  start: Address
  bits: number
}

/**
 * Whether an address lies in one of the ranges. `AmbiguousInput` when the text is no address (a name can lead anywhere), when readers
 * disagree on it (`010.0.0.1`), and when only the IPv4 address that an IPv6 transition address carries lies inside.
 */
export function prepareIpIn(cidrs: readonly string[]): ((ip: string) => boolean) | {problem: string} {
  const ranges: Range[] = []
  for (const cidr of cidrs) {
    const range = readRange(cidr)
    if ('problem' in range) return range
    ranges.push(range)
  }
  return (ip) => {
    const answers = new Set(addressesIn(ip).map((address) => liesIn(address, ranges)))
    if (answers.size > 1)
      throw new AmbiguousInput('a number with a leading zero is octal to some and decimal to others')
    return answers.has(true)
  }
}

function addressesIn(ip: string): readonly Address[] {
  const addresses = readAddress(ip)
  if (addresses.length === 0)
    throw new AmbiguousInput('the text is not an IP address; a name can lead anywhere')
  return addresses
}

function liesIn(address: Address, ranges: readonly Range[]): boolean {
  if (ranges.some((range) => contains(range, address))) return true
  const mapped = mappedIpv4(address)
  // A socket that is given `::ffff:10.0.0.1` speaks IPv4 with 10.0.0.1: it is the same address.
  if (mapped) return ranges.some((range) => contains(range, mapped))
  const carried = carriedIpv4(address)
  // Whether it gets there depends on a gateway or tunnel that can't be seen from here.
  if (carried.some((each) => ranges.some((range) => contains(range, each)))) {
    throw new AmbiguousInput('the IPv6 address carries an IPv4 address that lies in the range')
  }
  return false
}

const contains = ({start, bits}: Range, address: Address): boolean =>
  start.length === address.length &&
  start.every((byte, index) => sameBits(byte, address[index] ?? 0, bits - index * 8))

/** Whether the leading `bits` of two bytes are equal. */
const sameBits = (byte: number, other: number, bits: number): boolean =>
  bits <= 0 || (byte ^ other) >> Math.max(0, 8 - bits) === 0

function readRange(cidr: string): Range | {problem: string} {
  const [, text = '', prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(cidr) ?? []
  const start = strictAddress(text)
  if (!start)
    return {problem: `${JSON.stringify(cidr)} is not an address range such as 10.0.0.0/8 or fc00::/7`}
  const width = start.length * 8
  const bits = prefix === undefined ? width : Number(prefix)
  if (bits > width) return {problem: `${JSON.stringify(cidr)}: the prefix is at most ${width}`}
  const first = start.map((byte, index) => byte & leadingBits(bits - index * 8))
  // Most likely a slip in the address or the prefix, and either would make the range another one.
  if (first.some((byte, index) => byte !== start[index])) {
    return {
      problem: `${JSON.stringify(cidr)} is not the start of its range; did you mean ${addressText(first)}/${bits}?`,
    }
  }
  return inIpv4({start, bits})
}

const leadingBits = (bits: number): number => (bits >= 8 ? 255 : bits <= 0 ? 0 : 256 - 2 ** (8 - bits))

/** `::ffff:10.0.0.0/104` is `10.0.0.0/8`. */
function inIpv4({start, bits}: Range): Range {
  const mapped = mappedIpv4(start)
  return mapped && bits >= 96 ? {start: mapped, bits: bits - 96} : {start, bits}
}
