/** What the first entry of a ledger says of it. */
export interface LedgerBody {
  readonly format: 1
  /** `tame/ledger/<uuid>`: by this name its checkpoints speak of it. */
  readonly origin: string
  /** Ed25519, base64 of its 32 bytes. */
  readonly public_key: string
}
