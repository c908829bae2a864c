import {labelText} from './exposition.js'

const boundsSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** How long something took, as Prometheus wants to know it. */
export class Histogram {
  private readonly counts = new Array<number>(boundsSeconds.length + 1).fill(0)
  private sum = 0
  private total = 0

  add(seconds: number): void {
    const found = boundsSeconds.findIndex((bound) => seconds <= bound)
    const at = found < 0 ? boundsSeconds.length : found
    this.counts[at] = (this.counts[at] ?? 0) + 1
    this.sum += seconds
    this.total++
  }

  lines(name: string, labels: Readonly<Record<string, string>>): string[] {
    let below = 0
    const buckets = boundsSeconds.map((bound, at) => {
      below += this.counts[at] ?? 0
      return `${name}_bucket${labelText({...labels, le: String(bound)})} ${below}`
    })
    return [
      ...buckets,
      `${name}_bucket${labelText({...labels, le: '+Inf'})} ${this.total}`,
      `${name}_sum${labelText(labels)} ${this.sum}`,
      `${name}_count${labelText(labels)} ${this.total}`,
    ]
  }
}
