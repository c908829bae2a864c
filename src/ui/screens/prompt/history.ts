/** What was typed before, the oldest first, and where in it somebody looks. */
export interface History {
  readonly entries: readonly string[]
  /** Nothing while it is not looked at. */
  readonly at: number | null
  /** What was being typed when it was first looked at. */
  readonly draft: string
}

const mostEntries = 2000

export const createHistory = (entries: readonly string[]): History => ({
  entries: entries.slice(-mostEntries),
  at: null,
  draft: '',
})

/** With what was typed last. Typed twice in a row it is there once. */
export function remembered({entries}: History, text: string): History {
  const isNew = text.trim() !== '' && entries.at(-1) !== text
  return createHistory(isNew ? [...entries, text] : entries)
}

export interface Recalled {
  readonly history: History
  readonly text: string
}

/** The entry before; nothing when there is none. */
export function older(history: History, typed: string): Recalled | undefined {
  const at = (history.at ?? history.entries.length) - 1
  const text = history.entries[at]
  if (text === undefined) return undefined
  return {text, history: {...history, at, draft: history.at === null ? typed : history.draft}}
}

/** The entry after, and after the last what was being typed. */
export function newer(history: History): Recalled | undefined {
  if (history.at === null) return undefined
  const text = history.entries[history.at + 1]
  if (text === undefined) return {text: history.draft, history: {...history, at: null, draft: ''}}
  return {text, history: {...history, at: history.at + 1}}
}

/** What is sought in the history, and where it was found. */
export interface Search {
  readonly query: string
  /** Nothing where no entry has it. */
  readonly at: number | null
  readonly hasFailed: boolean
}

export const startedSearch: Search = {query: '', at: null, hasFailed: false}

/** Seeks a text in the entry found last and those before it. */
export const sought = (history: History, search: Search, query: string): Search =>
  foundFrom(history, {...search, query}, search.at ?? history.entries.length - 1, -1)

/** Seeks the same further on. */
export function soughtOn(history: History, search: Search, by: 1 | -1): Search {
  const from = (search.at ?? (by === -1 ? history.entries.length : -1)) + by
  return foundFrom(history, search, from, by)
}

function foundFrom({entries}: History, search: Search, from: number, by: 1 | -1): Search {
  if (search.query === '') return startedSearch
  for (let at = from; at >= 0 && at < entries.length; at += by)
    if (entries[at]?.includes(search.query) === true) return {...search, at, hasFailed: false}
  return {...search, hasFailed: true}
}
