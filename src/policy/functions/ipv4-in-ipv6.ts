import type {Address} from './ip-address.js'

/** `::ffff:a.b.c.d`, which operating systems take for the IPv4 address itself. */
export const mappedIpv4 = (address: Address): Address | undefined =>
  startsWith(address, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]) ? address.slice(12) : undefined

/** The IPv4 addresses that a gateway or a tunnel would take out of an IPv6 address. */
export function carriedIpv4(address: Address): readonly Address[] {
  if (address.length !== 16) return []
  // IPv4-compatible, long given up: ::a.b.c.d, but neither `::` nor `::1`.
  if (startsWith(address, zeros) && address[12] !== 0) return [last(address)]
  return transitions
    .filter(({start, at = 0}) => startsWith(address.slice(at), start))
    .map(({carried}) => carried(address))
}

interface Transition {
  start: readonly number[]
  at?: number
  carried: (address: Address) => Address
}

const zeros = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

const last = (address: Address): Address => address.slice(12)

const transitions: readonly Transition[] = [
  // Translated (SIIT): ::ffff:0:a.b.c.d
  {start: [0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0], carried: last},
  // NAT64, well-known and local: 64:ff9b::a.b.c.d
  {start: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], carried: last},
  {start: [0, 0x64, 0xff, 0x9b, 0, 1], carried: last},
  // 6to4: 2002:aabb:ccdd::
  {start: [0x20, 0x02], carried: (address) => address.slice(2, 6)},
  // Teredo: the client's address, inverted, and its server's.
  {start: [0x20, 0x01, 0, 0], carried: (address) => last(address).map((byte) => byte ^ 255)},
  {start: [0x20, 0x01, 0, 0], carried: (address) => address.slice(4, 8)},
  // ISATAP: any prefix, then 0:5efe or 200:5efe.
  {start: [0, 0, 0x5e, 0xfe], at: 8, carried: last},
  {start: [2, 0, 0x5e, 0xfe], at: 8, carried: last},
]

const startsWith = (address: Address, start: readonly number[]): boolean =>
  address.length > 4 && start.every((byte, index) => address[index] === byte)
