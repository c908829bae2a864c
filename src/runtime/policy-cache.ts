import {hash} from 'node:crypto'
import {readdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {removeFile} from '../disk/remove-file.js'
import {type CheckedPolicy, checkedPolicyJson} from '../policy/checked-policy.js'

const keptForMs = 30 * 24 * 3600 * 1000

/**
 * Policies that were found good, by the hash of their text: to read one anew takes the YAML library and the schemas, which is
 * half of a start. What is torn, or was found good by another tame, is not there.
 */
export class PolicyCache {
  constructor(
    private readonly directory: string,
    /** Whose judgement it is: another tame may find fault with the same text, or read it differently. */
    private readonly judge: string,
  ) {}

  read(policyHash: string): CheckedPolicy | undefined {
    try {
      const kept = readFileSync(this.pathOf(policyHash), 'utf8')
      const end = kept.indexOf('\n')
      const json = kept.slice(end + 1)
      if (kept.slice(0, end) !== this.seal(policyHash, json)) return undefined
      return JSON.parse(json) as CheckedPolicy
    } catch {
      return undefined
    }
  }

  /** Never in anybody's way: a full disk or a read-only one only means a slower start. */
  write(policyHash: string, checked: CheckedPolicy, nowMs: number): void {
    const path = this.pathOf(policyHash)
    const partial = `${path}.${process.pid}`
    try {
      const json = checkedPolicyJson(checked)
      if (json === undefined) return
      writeFileSync(partial, `${this.seal(policyHash, json)}\n${json}`, {mode: 0o600})
      renameSync(partial, path)
      this.removeStale(nowMs)
    } catch {
      removeFile(partial)
    }
  }

  private pathOf(policyHash: string): string {
    return join(this.directory, `${policyHash}.json`)
  }

  private seal(policyHash: string, json: string): string {
    return hash('sha256', `${this.judge}\n${policyHash}\n${json}`)
  }

  private removeStale(nowMs: number): void {
    for (const name of readdirSync(this.directory)) {
      const path = join(this.directory, name)
      if (statSync(path).mtimeMs < nowMs - keptForMs) removeFile(path)
    }
  }
}
