import {expect, test} from 'vitest'
import {ownCommands} from '../../../src/cli/prompt/own-names.js'
import {manifest} from './manifest.js'

test('no command of the prompt stands before one of tame, which could not be reached then', () => {
  const tames = new Set(Object.keys(manifest.commands).flatMap((id) => id.split(':')[0] ?? []))
  expect(ownCommands.map(({name}) => name).filter((name) => tames.has(name))).toEqual([])
})
