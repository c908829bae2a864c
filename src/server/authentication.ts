import type {IncomingHttpHeaders} from 'node:http'
import type {Operation} from '../api/operation.js'
import type {Keyring} from '../engine/keys/keyring.js'
import {type Key, reaches} from '../model/key.js'
import {andThen, type Soon} from '../model/soon.js'
import {type Caller, keyless} from './caller.js'
import {forbidden, unknownCaller} from './refusal.js'

/** Finds out who asks, and whether they may. */
export class Authentication {
  constructor(
    private readonly keyring: Keyring,
    /** Whether only this machine can reach the server. */
    private readonly isLocal: boolean,
  ) {}

  callerOf(headers: IncomingHttpHeaders): Soon<Caller> {
    const {authorization} = headers
    return authorization === undefined ? this.withoutKey(headers) : this.withKey(authorization)
  }

  private withKey(authorization: string): Soon<Caller> {
    const [, secret] = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization) ?? []
    return secret === undefined ? holder(undefined) : andThen(this.keyring.holderOf(secret), holder)
  }

  /** Whoever made keys for agents wants to know them apart. */
  private withoutKey(headers: IncomingHttpHeaders): Soon<Caller> {
    if (!this.isLocal || isForwarded(headers)) return keyWanted()
    return andThen(this.keyring.hadSome('agent'), (isWanted) => (isWanted ? keyWanted() : keyless))
  }
}

function holder(key: Key | undefined): Caller {
  if (key === undefined)
    throw unknownCaller('This key is not known here, or was revoked', ['tame keys create', 'tame keys list'])
  return {keyId: key.id, name: key.name, role: key.role}
}

function keyWanted(): never {
  throw unknownCaller('A key is needed: Authorization: Bearer tk_…', ['tame keys create --role agent'])
}

/** What proxies say of themselves. Behind one of this machine anybody could be who asks. */
const signsOfProxies = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

const isForwarded = (headers: IncomingHttpHeaders): boolean =>
  signsOfProxies.some((name) => headers[name] !== undefined)

export function refuseUnlessMay(caller: Caller, {role}: Operation): void {
  if (role === 'anyone' || reaches(caller.role, role)) return
  const suggestions = [`Ask with a key of role ${role}`, `tame keys create --role ${role}`]
  // Whoever showed no key has not been refused for good.
  if (caller.keyId === null) throw unknownCaller(`This takes a key of role ${role}`, suggestions)
  throw forbidden(`This takes a key of role ${role}; this one has role ${caller.role}`, suggestions)
}
