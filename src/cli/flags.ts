import type {Command} from '@oclif/core/command'

export type Flag = Command.Flag.Cached
export type Flags = Readonly<Record<string, Flag>>

/** The flag that a word such as `--config`, `--config=a.yaml`, `--no-bypass` or `-c` is; undefined when it is none. */
export function typedFlag(word: string, flags: Flags): Flag | undefined {
  const [long = ''] = word.split('=', 1)
  const typed = word.startsWith('--') ? long : word.slice(0, 2)
  return Object.values(flags).find((flag) => spellings(flag).includes(typed))
}

/** Whether the value of a flag is the next word: it is a part of this one in `--config=a.yaml` and `-ca.yaml`. */
export const wantsNextWord = (word: string, flag: Flag): boolean =>
  flag.type === 'option' && (word.startsWith('--') ? !word.includes('=') : word.length === 2)

/** The ways to type a flag that help shows: `--bypass`, and `--no-bypass` where that can be said. */
export const longSpellings = (flag: Flag): string[] =>
  flag.type === 'boolean' && flag.allowNo === true
    ? [`--${flag.name}`, `--no-${flag.name}`]
    : [`--${flag.name}`]

const spellings = (flag: Flag): string[] => [
  ...longSpellings(flag),
  ...(flag.aliases ?? []).map((alias) => `--${alias}`),
  ...[flag.char, ...(flag.charAliases ?? [])].flatMap((char) => (char === undefined ? [] : `-${char}`)),
]
