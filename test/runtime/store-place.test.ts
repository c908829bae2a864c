import {mkdirSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import type {Surroundings} from '../../src/config/layer.js'
import {storeFile} from '../../src/runtime/store-place.js'
import {createWorkplace} from '../helpers/workplace.js'

type Settings = Parameters<typeof storeFile>[0]

const settings = (store: string | null, kind = 'user'): Settings =>
  ({values: {store}, origins: {store: {kind, source: '.tamerc', line: 1}}}) as Settings

describe('the record is kept', () => {
  test('in the project that has a place for it, from wherever in it', () => {
    const place = createWorkplace()
    mkdirSync(place.pathOf('.tame'))
    mkdirSync(place.pathOf('a/b'), {recursive: true})
    const here = {...place, cwd: place.pathOf('a/b')}
    expect(storeFile(settings(null), here)).toBe(place.pathOf('.tame/tame.db'))
  })

  test.each<[string, Surroundings['env'], string]>([
    ['in the user’s state', {}, '~/.local/state/tame/tame.db'],
    ['where XDG says', {XDG_STATE_HOME: '/var/state'}, '/var/state/tame/tame.db'],
    ['not where XDG says nothing absolute', {XDG_STATE_HOME: 'state'}, '~/.local/state/tame/tame.db'],
  ])('otherwise %s', (_, env, file) => {
    const place = createWorkplace()
    expect(storeFile(settings(null), {...place, env})).toBe(place.pathOf(file))
  })

  test('where the settings name a place', () => {
    const place = createWorkplace()
    expect(storeFile(settings('sqlite:/var/a.db'), place)).toBe('/var/a.db')
  })
})

test('a project’s settings may name a database of the project, and no other', () => {
  const place = createWorkplace()
  const inside = place.pathOf('new/a.db')
  expect(storeFile(settings(`sqlite:${inside}`, 'project'), place)).toBe(inside)
  expect(() => storeFile(settings(`sqlite:${place.pathOf('~/a.db')}`, 'project'), place)).toThrow(
    expect.objectContaining({code: 'STORE_NOT_TRUSTED'}),
  )
})

test('a place in a project that leads out of it is refused', () => {
  const place = createWorkplace()
  mkdirSync(place.pathOf('~/elsewhere'))
  symlinkSync(place.pathOf('~/elsewhere'), place.pathOf('.tame'))
  expect(() => storeFile(settings(null), place)).toThrow(
    `The database ${path.join(place.cwd, '.tame/tame.db')} is not used: it leads out of the project`,
  )
})

test('a store that can’t be had yet is said to be so', () => {
  const place = createWorkplace()
  expect(() => storeFile(settings('postgres://u:secret@h/db'), place)).toThrow(
    expect.objectContaining({
      code: 'STORE_UNSUPPORTED',
      message: 'This version of tame can’t keep its record in postgres yet',
    }),
  )
})
