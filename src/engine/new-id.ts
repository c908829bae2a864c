/** Ids that sort by the time they were made; that of an entry may tell its place, so that it is found without an index. */
export type NewId = (seq?: number) => string
