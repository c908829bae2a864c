import {readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Script} from 'node:vm'
import {crc32} from 'node:zlib'

const headerBytes = 8
const keptForMs = 30 * 24 * 3600 * 1000

export interface Compiled {
  script: Script
  /** The checksum of the file it was made of. */
  source: number
}

/**
 * What V8 made of a file's code, kept so that the next start need not compile it again. V8 itself notices another
 * version or other flags, but neither another file of the same length nor a torn one, and would run or crash on it:
 * hence the two checksums.
 */
export class CodeCache {
  constructor(private readonly directory: string) {}

  read(name: string, source: number): Buffer | undefined {
    try {
      const kept = readFileSync(join(this.directory, name))
      const code = kept.subarray(headerBytes)
      const isSound = kept.readUInt32LE(0) === source && kept.readUInt32LE(4) === crc32(code)
      return isSound ? code : undefined
    } catch {
      return undefined
    }
  }

  /** Never in anybody's way: a full disk or a read-only one only means a slower start. */
  write(compiled: ReadonlyMap<string, Compiled>, now: number): void {
    if (compiled.size === 0) return
    for (const [name, each] of compiled) this.writeOne(name, each)
    removeStale(this.directory, now)
  }

  private writeOne(name: string, {script, source}: Compiled): void {
    const path = join(this.directory, name)
    const partial = `${path}.${process.pid}`
    try {
      const code = script.createCachedData()
      const header = Buffer.alloc(headerBytes)
      header.writeUInt32LE(source, 0)
      header.writeUInt32LE(crc32(code), 4)
      writeFileSync(partial, Buffer.concat([header, code]), {mode: 0o600})
      renameSync(partial, path)
    } catch {
      rmSync(partial, {force: true})
    }
  }
}

/** Clears away what other versions of tame or of Node left behind, once it has not been used for a month. */
function removeStale(current: string, now: number): void {
  try {
    const around = dirname(current)
    utimesSync(current, now / 1000, now / 1000)
    for (const name of readdirSync(around)) {
      const directory = join(around, name)
      if (statSync(directory).mtimeMs < now - keptForMs) rmSync(directory, {recursive: true, force: true})
    }
  } catch {
    // Another process was at it: then there is nothing left to do.
  }
}
