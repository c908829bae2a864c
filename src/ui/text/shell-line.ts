/**
 * A command line as several that a shell reads as one, none longer than this where that can be. Quoted text stays whole: a backslash
 * in it would be a part of it.
 */
export function shellLines(command: string, width: number): string[] {
  const lines: string[] = []
  for (const word of command.match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? []) {
    const longer = [...lines.slice(-1), word].join(' ')
    if (lines.length === 0 || longer.length + continued.length > width) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines.map((line, at) => (at === lines.length - 1 ? line : line + continued))
}

const continued = ' \\'
