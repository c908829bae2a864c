import {chownSync, readdirSync} from 'node:fs'
import path from 'node:path'
import type {Workplace} from './workplace.js'

const nobody = 65_534

/** Root may read everything. Does something in a workplace as one to whom it belongs, and who may read what its mode says. */
export async function asOneWhoMayNot<Result>(
  place: Pick<Workplace, 'home'>,
  act: () => Promise<Result>,
): Promise<Result> {
  const {geteuid, seteuid} = process
  if (geteuid?.() !== 0 || seteuid === undefined) return act()
  handOver(path.dirname(place.home))
  seteuid(nobody)
  try {
    return await act()
  } finally {
    seteuid(0)
  }
}

function handOver(base: string): void {
  const inside = readdirSync(base, {recursive: true, encoding: 'utf8'})
  for (const file of ['.', ...inside]) chownSync(path.join(base, file), nobody, nobody)
}
