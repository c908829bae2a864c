import type {VerificationFailure, VerificationRemark} from '../../model/audit.js'

/** What is wrong after the first few is wrong for the same reason, and would fill memory. */
const mostOfAKind = 20

/** Contents may be long. */
const longestShown = 200

/** What a verification has found so far. */
export class Findings {
  private readonly ofEntries: VerificationFailure[] = []
  private readonly ofAll: VerificationFailure[] = []
  readonly remarks: VerificationRemark[] = []

  /** Those of entries first. Many of them don't hide that the whole is another one. */
  get failures(): readonly VerificationFailure[] {
    return [...this.ofEntries, ...this.ofAll]
  }

  fail(seq: number | null, what: string, expected: unknown, actual: unknown): void {
    const found = seq === null ? this.ofAll : this.ofEntries
    if (found.length < mostOfAKind) found.push({seq, what, expected: said(expected), actual: said(actual)})
  }

  remark(seq: number | null, what: string): void {
    this.remarks.push({seq, what})
  }
}

function said(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
