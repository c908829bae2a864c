import type {Role} from '../../model/key.js'

/** What an entry says of a key that is made or revoked. */
export type KeyBody =
  | {
      readonly action: 'create'
      readonly key_id: string
      readonly name: string
      readonly role: Role
      readonly hint: string
      /** SHA-256 of what the key says, hexadecimal digits. That is random, so that nobody finds it by trying. */
      readonly secret_hash: string
    }
  | {readonly action: 'revoke'; readonly key_id: string}
