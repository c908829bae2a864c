import {LineWriter} from './line-writer.js'
import {Progress} from './progress.js'
import {withTurns} from './turns.js'

export interface Telling {
  /** How far it is; nothing where nobody has to be told. */
  said: () => string | undefined
  /** Hears of the first text, before it is written. */
  onFirst?: () => void
}

/** Writes texts to stdout as they come, however many, and says meanwhile on stderr how far it is. */
export async function writeTexts(texts: AsyncIterable<string>, {said, onFirst}: Telling): Promise<void> {
  const writer = new LineWriter(process.stdout)
  const progress = new Progress(process.stderr)
  let hasBegun = false
  const begin = (): void => {
    hasBegun = true
    onFirst?.()
    progress.clear()
  }
  const write = async (): Promise<void> => {
    for await (const text of withTurns(texts)) {
      if (!hasBegun) begin()
      await writer.write(text)
    }
  }
  // On a terminal, what is written says enough, and must not stand in one line with it.
  const stillSaid = (): string | undefined => (hasBegun && process.stdout.isTTY ? undefined : said())
  await progress.watching(stillSaid, write).finally(() => writer.flush())
}

/** Goes through many items and prints nothing of them, but says on stderr how far it is. */
export async function goThrough<Item>(
  items: AsyncIterable<Item>,
  act: (item: Item) => void,
  said: () => string,
): Promise<void> {
  await new Progress(process.stderr).watching(said, async () => {
    for await (const item of withTurns(items)) act(item)
  })
}
