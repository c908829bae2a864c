import type {AskedCall} from '../model/asked-call.js'

type Given = Pick<AskedCall, 'args' | 'argsText' | 'metadata' | 'metadataText'>

const mostKept = 4096
const mostLength = 8 * 1_048_576

/**
 * Calls with secrets whose results may come soon, in memory alone: what was hidden in their arguments is to be known again in what came of
 * them, as in an error that quotes a password.
 */
export class RecentCalls {
  private readonly calls = new Map<string, Given>()
  private length = 0

  note(logId: string, call: Given): void {
    this.calls.set(logId, call)
    this.length += lengthOf(call)
    // A map goes through its keys in the order in which they came.
    for (const oldest of this.calls.keys()) {
      if (this.calls.size <= mostKept && this.length <= mostLength) return
      this.forget(oldest)
    }
  }

  of(logId: string): Given | undefined {
    return this.calls.get(logId)
  }

  private forget(logId: string): void {
    const call = this.calls.get(logId)
    this.calls.delete(logId)
    if (call !== undefined) this.length -= lengthOf(call)
  }
}

const lengthOf = ({argsText, metadataText}: Given): number => argsText.length + (metadataText?.length ?? 0)
