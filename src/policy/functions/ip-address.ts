/** The bytes of an address, first to last: 4 or 16. */
export type Address = readonly number[]

/**
 * Every address that common programs read in a text; none when nobody reads one. Besides the usual spellings: ports, brackets, zones,
 * and all that `inet_aton` takes for IPv4: fewer parts, octal, hexadecimal, one number.
 */
export function readAddress(text: string): readonly Address[] {
  const plain = strictIpv4(text)
  if (plain) return [plain]
  const bare = text.trim()
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare)?.[1]
  if (bracketed !== undefined) return listOf(zonedIpv6(bracketed))
  const ported = /^([^:]*):\d{1,5}$/.exec(bare)?.[1]
  if (ported !== undefined) return looseIpv4(ported)
  return bare.includes(':') ? listOf(zonedIpv6(bare)) : looseIpv4(bare)
}

/** An address as written in full: what a policy may say. */
export const strictAddress = (text: string): Address | undefined =>
  text.includes(':') ? strictIpv6(text) : strictIpv4(text)

/** The shortest usual spelling. */
export function addressText(address: Address): string {
  if (address.length === 4) return address.join('.')
  const groups = Array.from({length: 8}, (_, index) => groupAt(address, index).toString(16))
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
}

const groupAt = (address: Address, index: number): number =>
  (address[index * 2] ?? 0) * 256 + (address[index * 2 + 1] ?? 0)

const listOf = (address: Address | undefined): readonly Address[] => (address ? [address] : [])

function strictIpv4(text: string): Address | undefined {
  if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) return undefined
  const bytes = text.split('.').map(Number)
  return bytes.every((byte) => byte <= 255) ? bytes : undefined
}

/** With a leading zero, C reads octal and others decimal: two addresses, where both are some. */
function looseIpv4(text: string): readonly Address[] {
  const parts = (text.endsWith('.') ? text.slice(0, -1) : text).split('.')
  if (parts.length > 4 || !parts.every((part) => /^(?:0x[\da-f]*|\d+)$/i.test(part))) return []
  const octal = joinedIpv4(parts.map(octalOrDecimal))
  const plain = joinedIpv4(parts.map(decimal))
  return octal && plain && addressText(octal) === addressText(plain)
    ? [plain]
    : [...listOf(octal), ...listOf(plain)]
}

const isHexadecimal = (part: string): boolean => /^0x/i.test(part)

/** `Number` reads `0x1f` by itself; a bare `0x` is zero to those who take it. */
const decimal = (part: string): number =>
  isHexadecimal(part) ? Number(`${part.slice(0, 2)}0${part.slice(2)}`) : Number(part)

function octalOrDecimal(part: string): number {
  if (isHexadecimal(part) || !part.startsWith('0')) return decimal(part)
  return /[89]/.test(part) ? Number.NaN : Number.parseInt(part, 8)
}

/** The last number fills all bytes that are left: `127.1` is `127.0.0.1`. */
function joinedIpv4(numbers: readonly number[]): Address | undefined {
  const last = numbers.at(-1) ?? Number.NaN
  const leading = numbers.slice(0, -1)
  const left = 4 - leading.length
  if (!leading.every((byte) => byte <= 255) || !(last < 256 ** left)) return undefined
  return [
    ...leading,
    ...Array.from({length: left}, (_, index) => Math.floor(last / 256 ** (left - 1 - index)) % 256),
  ]
}

/** `%eth0` names one of the machine's own interfaces: the address stays the same. */
function zonedIpv6(text: string): Address | undefined {
  const zone = text.indexOf('%')
  return strictIpv6(zone > 0 && zone < text.length - 1 ? text.slice(0, zone) : text)
}

function strictIpv6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => groupBytes(half, index === halves.length - 1))
  if (!head) return undefined
  if (halves.length === 1) return head.length === 16 ? head : undefined
  if (!tail || head.length + tail.length > 14) return undefined
  return [...head, ...Array.from({length: 16 - head.length - tail.length}, () => 0), ...tail]
}

/** The bytes of groups between colons, of which the very last may be an IPv4 address. */
function groupBytes(text: string, isLast: boolean): Address | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [index, group] of groups.entries()) {
    const ipv4 = isLast && index === groups.length - 1 ? strictIpv4(group) : undefined
    if (!ipv4 && !/^[\da-f]{1,4}$/i.test(group)) return undefined
    const value = Number.parseInt(group, 16)
    bytes.push(...(ipv4 ?? [value >> 8, value & 255]))
  }
  return bytes
}
