/** Who vouches for a ledger from outside of the database that holds it. */
export interface Notary {
  /** Ed25519, base64 of its 32 bytes. */
  readonly publicKey: string
  /** An Ed25519 signature of the text's UTF-8, base64. */
  sign(text: string): string
  /** A keyed hash, hexadecimal digits: tells whether two texts are the same without telling anything of them. */
  seal(text: string): string
  /** The last checkpoint that was kept outside; nothing before the first. */
  lastKept(): Promise<string | undefined>
  keep(note: string): Promise<void>
}

/** Finds the notary of a ledger by its origin. The key is made with the ledger; later, one that is missing is an error. */
export interface Notaries {
  create(origin: string): Promise<Notary>
  open(origin: string): Promise<Notary>
}
