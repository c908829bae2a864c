/** A text that can stand on a line: its line ends are kept, and nothing in it moves a cursor. */
export const typable = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', '  ')
    .replaceAll(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, '')
