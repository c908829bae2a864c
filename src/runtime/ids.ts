import {randomFillSync} from 'node:crypto'
import {placeDigits} from '../ledger/place-in-id.js'

/** Random bytes by the thousand: to ask the system for a few at a time takes longer than all else an id needs. */
export class RandomDigits {
  private readonly bytes = Buffer.alloc(4096)
  private digits = ''
  private at = 0

  /** So many hexadecimal digits, each given once. */
  take(count: number): string {
    if (this.at + count > this.digits.length) {
      this.digits = randomFillSync(this.bytes).toString('hex')
      this.at = 0
    }
    const taken = this.digits.slice(this.at, this.at + count)
    this.at += count
    return taken
  }
}

const mostOfMillisecond = 0xfff

/**
 * UUIDs of version 7 (RFC 9562): each sorts after the one before, also within a millisecond or when the clock is put back.
 * That of an entry tells its place.
 */
export function createIds(now: () => number, random: RandomDigits): (seq?: number) => string {
  let last = 0
  let count = 0
  let time = ''
  return (seq) => {
    const ms = now()
    count++
    if (ms > last || count > mostOfMillisecond) {
      last = Math.max(ms, last + 1)
      // Begun low, so that a millisecond has room for many.
      count = Number.parseInt(random.take(2), 16)
      const digits = last.toString(16).padStart(12, '0')
      time = `${digits.slice(0, 8)}-${digits.slice(8)}-7`
    }
    const end = seq === undefined ? random.take(16) : random.take(6) + placeDigits(seq)
    return `${time}${count.toString(16).padStart(3, '0')}-${variantDigits(end)}`
  }
}

const variants = '89ab'

function variantDigits(digits: string): string {
  const variant = variants[Number.parseInt(digits[0] ?? '0', 16) & 3]
  return `${variant}${digits.slice(1, 4)}-${digits.slice(4)}`
}
