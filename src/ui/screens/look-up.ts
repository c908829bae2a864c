import type {Status} from '../../model/status.js'

/** Over a network they travel together. Here one is read as fast as many, and many at once would open the database as often. */
const atOnce: Readonly<Record<Status['mode'], number>> = {remote: 16, embedded: 1}

/** Looks up what belongs to each, in their order. */
export async function lookUp<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Promise<Found>,
  mode: Status['mode'],
): Promise<Found[]> {
  const found: Found[] = []
  for (let from = 0; from < items.length; from += atOnce[mode])
    found.push(...(await Promise.all(items.slice(from, from + atOnce[mode]).map(find))))
  return found
}
