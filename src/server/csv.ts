/** A line of a table as spreadsheets read it (RFC 4180). */

export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cellText).join(',')}\r\n`

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'string' ? inert(cell) : JSON.stringify(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** What begins so is computed by a spreadsheet, and could be an agent's formula. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
