import {readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Script} from 'node:vm'
import {crc32} from 'node:zlib'

const checksumBytes = 4
const keptForMs = 30 * 24 * 3600 * 1000

/**
 * What V8 made of a file's code, kept so that the next start need not compile it again. V8 itself notices another
 * version or other flags, but not a torn or altered file, and would crash on it: hence the checksum.
 */
export class CodeCache {
  constructor(private readonly directory: string) {}

  read(name: string): Buffer | undefined {
    try {
      const kept = readFileSync(join(this.directory, name))
      const code = kept.subarray(checksumBytes)
      return kept.readUInt32LE() === crc32(code) ? code : undefined
    } catch {
      return undefined
    }
  }

  /** Never in anybody's way: a full disk or a read-only one only means a slower start. */
  write(scripts: ReadonlyMap<string, Script>, now: number): void {
    if (scripts.size === 0) return
    for (const [name, script] of scripts) this.writeOne(name, script)
    removeStale(this.directory, now)
  }

  private writeOne(name: string, script: Script): void {
    const path = join(this.directory, name)
    const partial = `${path}.${process.pid}`
    try {
      const code = script.createCachedData()
      const checksum = Buffer.alloc(checksumBytes)
      checksum.writeUInt32LE(crc32(code))
      writeFileSync(partial, Buffer.concat([checksum, code]), {mode: 0o600})
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
