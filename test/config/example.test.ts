import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {configKeys, defaults} from '../../src/config/keys.js'
import {parseConfigText} from '../../src/config/parse-config.js'
import {configSchema} from '../../src/config/schema.js'

const file = path.join(import.meta.dirname, '../../config.example.yaml')
const {settings} = parseConfigText({file, text: readFileSync(file, 'utf8'), at: []}, 'config', '/home')

test('config.example.yaml is a valid configuration with every key, in the order of the schema', () => {
  expect([...settings.keys()]).toEqual(configKeys)
})

test('config.example.yaml shows the defaults where there are any', () => {
  const shown = Object.fromEntries(
    Object.keys(defaults).map((key) => [key, settings.get(key as keyof typeof defaults)?.value]),
  )
  expect(shown).toEqual(defaults)
})

test('every key of the schema is known by name, in the same order', () => {
  expect(Object.keys(configSchema.shape)).toEqual(configKeys)
})
