/** How tame dresses what it says. Colour only repeats what the words and signs say already. */
export interface Theme {
  strong(text: string): string
  faint(text: string): string
  good(text: string): string
  bad(text: string): string
  warning(text: string): string
}

const asItIs = (text: string): string => text

/** Without colour. Apart from the other, whose library a pipe does without. */
export const plainTheme: Theme = {strong: asItIs, faint: asItIs, good: asItIs, bad: asItIs, warning: asItIs}
