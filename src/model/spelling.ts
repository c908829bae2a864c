/** The known name a mistyped one most likely stands for, or nothing when none is near enough to be meant. */
export function closestName(typed: string, known: Iterable<string>): string | undefined {
  // A stranger's 1 MiB key must not cost a quadratic comparison with every known name.
  if (typed.length > 64) return undefined
  const wanted = comparable(typed)
  let closest: string | undefined
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const name of known) {
    const edits = editDistance(wanted, comparable(name), fewest)
    if (edits < fewest) {
      fewest = edits
      closest = name
    }
  }
  return closest
}

const comparable = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '')

/** Insertions, deletions, substitutions and swaps of neighbours; `limit` when it would be that many or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let beforeLast: number[] = []
  let last = Array.from({length: b.length + 1}, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let edits = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) edits = Math.min(edits, at(beforeLast, column - 2) + 1)
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return Math.min(at(last, b.length), limit)
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
