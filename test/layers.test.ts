import {readdirSync, readFileSync} from 'node:fs'
import {builtinModules} from 'node:module'
import path from 'node:path'
import {parseAst} from 'rolldown/parseAst'
import {describe, expect, test} from 'vitest'

const source = path.join(import.meta.dirname, '../src')

/** Who may import whom. A layer is a folder of `src`, or a file directly in it. */
const mayImport: Record<string, readonly string[]> = {
  'errors.ts': [],
  model: ['errors.ts'],
  source: ['model', 'errors.ts'],
  policy: ['source', 'model', 'errors.ts'],
  ledger: ['model', 'errors.ts'],
  store: ['ledger', 'model', 'errors.ts'],
  api: ['model', 'errors.ts'],
  config: ['source', 'model', 'errors.ts'],
  engine: ['policy', 'ledger', 'store', 'model', 'errors.ts'],
  server: ['api', 'engine', 'model', 'errors.ts'],
  client: ['api', 'model', 'errors.ts'],
  ui: ['model', 'errors.ts'],
  runtime: ['client', 'server', 'engine', 'store', 'policy', 'ledger', 'api', 'config', 'model', 'errors.ts'],
  'report.ts': ['runtime', 'config', 'ui', 'errors.ts'],
  'command.ts': ['report.ts', 'runtime', 'config', 'ui', 'model', 'errors.ts'],
  commands: ['command.ts', 'runtime', 'config', 'ui', 'policy', 'model', 'errors.ts'],
  cli: ['commands', 'report.ts', 'runtime', 'config', 'ui', 'errors.ts'],
  'index.ts': ['runtime', 'client', 'model', 'errors.ts'],
}

/** The one home of each outside package; `zod` speaks wherever a shape is declared. */
const homes: Record<string, readonly string[]> = {
  '@oclif/core': ['command.ts', 'commands', 'cli'],
  chalk: ['ui'],
  'cli-table3': ['ui'],
  'string-width': ['ui'],
  'tame:commands': ['cli'],
  cosmiconfig: ['config'],
  re2js: ['policy'],
  yaml: ['source'],
  zod: ['source', 'config', 'policy', 'model', 'api'],
}

/** Layers that ask the process, the clock, the disk or the network nothing: the world comes in as arguments. */
const pure = ['errors.ts', 'model', 'source', 'policy', 'ledger', 'api']
const pureBuiltins = ['node:crypto', 'node:path', 'node:url', 'node:util']

interface Import {
  layer: string
  from: string
  to: string
}

function importsOf(file: string, text: string): Import[] {
  const program = parseAst(text, {lang: file.endsWith('x') ? 'tsx' : 'ts', astType: 'ts'})
  return specifiersIn(program).map((to) => ({layer: layerOf(file), from: file, to}))
}

/** Every module a syntax tree names: static, dynamic, re-exported and in types. */
function specifiersIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(specifiersIn)
  if (typeof node !== 'object' || node === null) return []
  const {source: from} = node as {source?: {type?: string; value?: unknown} | null}
  const own = from?.type === 'Literal' && typeof from.value === 'string' ? [from.value] : []
  return [...own, ...Object.values(node).flatMap(specifiersIn)]
}

function layerOf(file: string): string {
  return file.split(path.sep)[0] ?? file
}

const isRelative = (specifier: string): boolean => specifier.startsWith('.')

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function targetLayer({from, to}: Import): string {
  return layerOf(path.normalize(path.join(path.dirname(from), to))).replace(/\.js$/, '.ts')
}

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(packageOf(specifier))

/** Why an import may not be; nothing when it may. */
function fault(each: Import): string | undefined {
  const {layer, to} = each
  const allowed = mayImport[layer]
  if (allowed === undefined) return 'has no place in the table'
  if (isRelative(to)) {
    const target = targetLayer(each)
    return target === layer || allowed.includes(target) ? undefined : 'goes upwards'
  }
  if (!isBuiltin(to))
    return homes[packageOf(to)]?.includes(layer) ? undefined : 'is spoken to outside of its home'
  if (!to.startsWith('node:')) return 'has an old name'
  return pure.includes(layer) && !pureBuiltins.includes(to) ? 'reaches outside from a pure layer' : undefined
}

function faults(file: string, text: string): string[] {
  return importsOf(file, text).flatMap((each) => {
    const why = fault(each)
    return why === undefined ? [] : [`${each.from} → ${each.to}: ${why}`]
  })
}

test('every import of src goes downwards, and each package is spoken to in its home', () => {
  const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter((file) =>
    /\.tsx?$/.test(file),
  )
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap((file) => faults(file, readFileSync(path.join(source, file), 'utf8')))).toEqual([])
})

describe('is noticed', () => {
  test.each([
    ['an import upwards', 'model/a.ts', "import {x} from '../policy/b.js'", 'goes upwards'],
    ['one of a type', 'model/a.ts', "import type {x} from '../policy/b.js'", 'goes upwards'],
    ['one in a type', 'model/a.ts', "type x = import('../policy/b.js').x", 'goes upwards'],
    ['one that is re-exported', 'policy/parse/a.ts', "export * from '../../engine/b.js'", 'goes upwards'],
    ['one at run time', 'config/a.ts', "await import('../ui/theme.js')", 'goes upwards'],
    ['one of a file beside the folders', 'ui/a.ts', "import {x} from '../command.js'", 'goes upwards'],
    [
      'a package away from home',
      'engine/a.ts',
      "import * as z from 'yaml'",
      'is spoken to outside of its home',
    ],
    ['a part of one', 'ui/a.ts', "import x from '@oclif/core/config'", 'is spoken to outside of its home'],
    ['a package without a home', 'ui/a.ts', "import x from 'left-pad'", 'is spoken to outside of its home'],
    [
      'the disk in a pure layer',
      'policy/a.ts',
      "import fs from 'node:fs'",
      'reaches outside from a pure layer',
    ],
    ['a builtin by its old name', 'config/a.ts', "import fs from 'fs'", 'has an old name'],
    ['a new folder', 'utils/a.ts', "import fs from 'node:fs'", 'has no place in the table'],
  ])('%s', (_, file, text, why) => {
    expect(faults(file, text)).toEqual([expect.stringContaining(why)])
  })
})
