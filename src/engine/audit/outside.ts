import {TameError} from '../../errors.js'
import type {Notaries} from '../../ledger/notary.js'
import type {Outside} from '../../ledger/verify/verification.js'

/** What this machine knows of a ledger beside its database, and what it is to be held to besides. */
export async function knownOutside(
  notaries: Notaries,
  named: string | undefined,
  anchored: string | undefined,
): Promise<Outside> {
  const made = await notaries.made()
  const origin = made.at(-1) ?? named
  const kept = origin === undefined ? undefined : await ifThere(() => notaries.lastKept(origin))
  const notary = origin === undefined ? undefined : await ifThere(() => notaries.open(origin))
  return {
    origin: made.at(-1),
    earlier: await signedOf(notaries, made.slice(0, -1)),
    publicKey: notary?.publicKey,
    lacksKept: notary !== undefined && kept === undefined,
    witnesses: [
      ...(kept === undefined ? [] : [{name: 'the checkpoint kept outside', note: kept}]),
      ...(anchored === undefined ? [] : [{name: 'the checkpoint given', note: anchored}]),
    ],
  }
}

/** Of ledgers that were made here before, those that came to be signed: of the others nothing was ever recorded. */
async function signedOf(notaries: Notaries, origins: readonly string[]): Promise<string[]> {
  const kept = await Promise.all(origins.map((origin) => ifThere(() => notaries.lastKept(origin))))
  return origins.filter((_, at) => kept[at] !== undefined)
}

const missing = ['LEDGER_KEY_MISSING', 'LEDGER_INVALID']

/** A ledger may be looked at where its key is not. Its name, if it is none, is found wrong with the rest. */
async function ifThere<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof TameError && missing.includes(error.code)) return undefined
    throw error
  }
}
