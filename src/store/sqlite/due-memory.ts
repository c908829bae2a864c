import {readNextDue} from './approvals.js'
import type {Connection} from './connection.js'

/** When the next pending approval is due, as long as nothing was written of any. */
export class DueMemory {
  private nextMs: number | undefined

  constructor(private readonly connection: Connection) {}

  isAnyDue(nowMs: number): boolean {
    this.nextMs ??= readNextDue(this.connection) ?? Number.POSITIVE_INFINITY
    return this.nextMs <= nowMs
  }

  forget(): void {
    this.nextMs = undefined
  }
}
