import {ExitCode, TameError} from '../../errors.js'
import type {KeyBody} from '../../ledger/bodies/key-body.js'
import {checkedId} from '../../model/asked-call.js'
import type {Key, NewKey, Role} from '../../model/key.js'
import {andThen, type Soon} from '../../model/soon.js'
import type {Keys} from '../../model/tame.js'
import type {Store, StoredEntry} from '../../store/store.js'
import {bodyOf} from '../content.js'
import type {Journal} from '../journal.js'
import {hintOf, isSecretOf, keyIdOf, secretHash, secretText} from './secret.js'

interface KeptKey extends Key {
  readonly secretHash: string
}

type KeptKeys = ReadonlyMap<string, KeptKey>

/** Compared with where there is no such key, so that it takes as long. */
const nobodysHash = '0'.repeat(64)

/** For so long what another process did may be unknown here: to look after each decision would cost more than the decision. */
const lookAgainMs = 50

/** Who may ask a server: the keys that the ledger says were made, without those it says were revoked. */
export class Keyring implements Keys {
  private known: Soon<KeptKeys> | undefined
  private endWatch: (() => void) | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly store: Pick<Store, 'entriesOf' | 'watch'>,
    private readonly journal: Journal,
    /** 16 random bytes in hexadecimal digits. */
    private readonly newDigits: () => string,
  ) {}

  /** The key in force that says this; nothing when there is none. */
  holderOf(secret: string): Soon<Key | undefined> {
    return andThen(this.keys(), (keys) => holderIn(keys, secret))
  }

  /** Whether any key of this role is in force. */
  hasSome(role: Role): Soon<boolean> {
    return this.some((key) => key.role === role && key.revokedAtMs === null)
  }

  /** Whether a key of this role was ever made: where the last one was revoked, they were not all given leave to go without. */
  hadSome(role: Role): Soon<boolean> {
    return this.some((key) => key.role === role)
  }

  private some(isMeant: (key: KeptKey) => boolean): Soon<boolean> {
    return andThen(this.keys(), (keys) => {
      for (const key of keys.values()) if (isMeant(key)) return true
      return false
    })
  }

  async list(): Promise<readonly Key[]> {
    return [...(await this.read()).values()].map(shown)
  }

  /** `keep` gets what it says before it is on record: who is killed in between has a key too many, and not one too few. */
  async create(name: string, role: Role, keep: (secret: string) => void = () => {}): Promise<NewKey> {
    const id = this.newDigits().slice(0, 10)
    const secret = secretText(id, this.newDigits() + this.newDigits())
    const hint = hintOf(secret)
    const made: KeyBody = {
      action: 'create',
      key_id: id,
      name: checkedId('name', name),
      role,
      hint,
      secret_hash: secretHash(secret),
    }
    keep(secret)
    const createdAtMs = await this.journal.write(async (draft) => {
      draft.addPlain('key', {...made})
      return draft.nowMs
    })
    this.forget()
    return {key: {id, name, role, hint, createdAtMs, revokedAtMs: null}, secret}
  }

  async revoke(id: string): Promise<Key> {
    const revoked = await this.journal.write(async (draft) => {
      const key = (await this.read()).get(id)
      if (key === undefined) throw keyNotFound(id)
      if (key.revokedAtMs !== null) return key
      const body: KeyBody = {action: 'revoke', key_id: id}
      draft.addPlain('key', {...body})
      return {...key, revokedAtMs: draft.nowMs}
    })
    this.forget()
    return shown(revoked)
  }

  close(): void {
    this.endWatch?.()
    clearTimeout(this.timer)
  }

  /** Read once, and again soon after anything was recorded: another process may have revoked one. */
  private keys(): Soon<KeptKeys> {
    this.endWatch ??= this.store.watch(() => this.forgetSoon())
    this.known ??= this.look()
    return this.known
  }

  private look(): Promise<KeptKeys> {
    const reading = this.read().then(
      (keys) => {
        // What was forgotten meanwhile may have been read before it was changed.
        if (this.known === reading) this.known = keys
        return keys
      },
      (error: unknown) => {
        if (this.known === reading) this.forget()
        throw error
      },
    )
    return reading
  }

  private forgetSoon(): void {
    this.timer ??= setTimeout(() => this.forget(), lookAgainMs).unref()
  }

  private forget(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.known = undefined
  }

  private async read(): Promise<KeptKeys> {
    return keysIn(await this.store.entriesOf('key'))
  }
}

function holderIn(keys: KeptKeys, secret: string): Key | undefined {
  const key = keys.get(keyIdOf(secret) ?? '')
  const isRight = isSecretOf(secret, key?.secretHash ?? nobodysHash)
  return isRight && key?.revokedAtMs === null ? key : undefined
}

function keysIn(entries: readonly StoredEntry[]): KeptKeys {
  const keys = new Map<string, KeptKey>()
  for (const entry of entries) {
    const body = bodyOf<KeyBody>(entry)
    if (body.action === 'create') keys.set(body.key_id, keyOf(body, entry.atMs))
    else {
      const key = keys.get(body.key_id)
      if (key !== undefined) keys.set(key.id, {...key, revokedAtMs: entry.atMs})
    }
  }
  return keys
}

const keyOf = (body: Extract<KeyBody, {action: 'create'}>, createdAtMs: number): KeptKey => ({
  id: body.key_id,
  name: body.name,
  role: body.role,
  hint: body.hint,
  createdAtMs,
  revokedAtMs: null,
  secretHash: body.secret_hash,
})

const shown = ({id, name, role, hint, createdAtMs, revokedAtMs}: Key): Key => ({
  id,
  name,
  role,
  hint,
  createdAtMs,
  revokedAtMs,
})

const keyNotFound = (id: string): TameError =>
  new TameError('KEY_NOT_FOUND', `There is no key ${JSON.stringify(id.slice(0, 100))}`, {
    suggestions: ['tame keys list'],
    exitCode: ExitCode.misuse,
  })
