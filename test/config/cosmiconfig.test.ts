import path from 'node:path'
import {ExplorerSync} from 'cosmiconfig/dist/ExplorerSync.js'
import {expect, test} from 'vitest'
import {createWorkplace} from '../helpers/workplace.js'

type Options = ConstructorParameters<typeof ExplorerSync>[0]

/** What was asked of the functions that were handed over. */
function createExplorer(): {explorer: ExplorerSync; loaded: unknown[]; transformed: unknown[]} {
  const loaded: unknown[] = []
  const transformed: unknown[] = []
  const loader: Options['loaders'][string] = (...args) => {
    loaded.push(args)
    return {text: args[1], at: ['here']}
  }
  const explorer = new ExplorerSync({
    moduleName: 'tame',
    searchPlaces: ['first', 'second.yaml'],
    searchStrategy: 'none',
    loaders: {noExt: loader, '.yaml': loader},
    transform: (result) => {
      transformed.push(result)
      return result
    },
    ignoreEmptySearchPlaces: false,
    cache: false,
    metaConfigFilePath: null,
  })
  return {explorer, loaded, transformed}
}

// cosmiconfig gives no types for this part of it: what src/config/cosmiconfig.d.ts says is held here alone.
test('what is declared of cosmiconfig is so', () => {
  const place = createWorkplace()
  const {explorer, loaded, transformed} = createExplorer()
  const inner = path.dirname(place.write('inner/other', ''))
  const second = place.write('second.yaml', 'a: 1')
  expect(explorer.search(inner)).toBeNull()
  expect(explorer.search(place.cwd)).toEqual({filepath: second, config: {text: 'a: 1', at: ['here']}})
  const first = place.write('first', '')
  expect(explorer.search(place.cwd)).toEqual({filepath: first, config: undefined, isEmpty: true})
  expect(loaded).toEqual([[second, 'a: 1']])
  expect(transformed).toEqual([
    null,
    {filepath: second, config: {text: 'a: 1', at: ['here']}},
    {filepath: first, config: undefined, isEmpty: true},
  ])
})
