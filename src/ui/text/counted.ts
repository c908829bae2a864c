/** `1 rule`, `2 rules`, `2 entries`. */
export const counted = (count: number, thing: string, things = `${thing}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? thing : things}`
