/** Says to somebody who sees the script go by what it is for. */
export const setupHint = ({line, file}: {line: string; file: string}): string =>
  `\nTo complete at TAB from now on, put this line in ${file}:\n  ${line}`
