import type {Checkpoint} from '../model/audit.js'

/** Who vouches for a ledger from outside of the database that holds it. */
export interface Notary {
  /** Ed25519, base64 of its 32 bytes. */
  readonly publicKey: string
  /** An Ed25519 signature of the text's UTF-8, base64. */
  sign(text: string): string
  /** A keyed hash, hexadecimal digits: tells whether two texts are the same without telling anything of them. */
  seal(text: string): string
}

/**
 * Finds the notary of a ledger by its origin. The key is made with the ledger; later, one that is missing is an error. What
 * a database is compared with is there without the key too.
 */
export interface Notaries {
  create(origin: string): Promise<Notary>
  open(origin: string): Promise<Notary>
  /** Keeps a checkpoint outside, unless a later one is kept already. */
  keep(checkpoint: Checkpoint): Promise<void>
  /** The last checkpoint that was kept; nothing before the first. */
  lastKept(origin: string): Promise<string | undefined>
  /** The origins of the ledgers that this machine made where this one lies, in their order: mostly one. */
  made(): Promise<readonly string[]>
}
