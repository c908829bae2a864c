import {readdirSync, readFileSync} from 'node:fs'
import {builtinModules} from 'node:module'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {type FreeName, freeNamesIn} from './helpers/free-names.js'
import {type ModuleUse, modulesUsedIn} from './helpers/imports.js'
import {type Node, nameOf, nodesAt, parseSource} from './helpers/syntax.js'

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
  disk: ['model', 'errors.ts'],
  config: ['disk', 'source', 'model', 'errors.ts'],
  engine: ['policy', 'ledger', 'store', 'model', 'errors.ts'],
  server: ['api', 'engine', 'model', 'errors.ts'],
  client: ['api', 'model', 'errors.ts'],
  ui: ['source', 'model', 'errors.ts'],
  runtime: [
    'client',
    'server',
    'engine',
    'store',
    'policy',
    'ledger',
    'api',
    'config',
    'disk',
    'source',
    'model',
    'errors.ts',
  ],
  'report.ts': ['runtime', 'config', 'ui', 'errors.ts'],
  'command.ts': ['report.ts', 'runtime', 'config', 'ui', 'model', 'errors.ts'],
  commands: ['command.ts', 'runtime', 'config', 'disk', 'ui', 'policy', 'source', 'model', 'errors.ts'],
  cli: ['commands', 'command.ts', 'report.ts', 'runtime', 'config', 'ui', 'model', 'errors.ts'],
  'index.ts': ['runtime', 'client', 'model', 'errors.ts'],
}

/**
 * The homes of each outside package. Most have one. Two are spoken to where the thing they make is declared: oclif's
 * commands in `commands` and their base, started by `cli`; zod's shapes beside the noun that has the shape.
 */
const homes: Record<string, readonly string[]> = {
  '@photostructure/sqlite': ['store'],
  '@oclif/core': ['command.ts', 'commands', 'cli'],
  chalk: ['ui'],
  'cli-table3': ['ui'],
  'string-width': ['ui'],
  ink: ['ui'],
  react: ['ui'],
  'tame:commands': ['cli'],
  cosmiconfig: ['config'],
  re2js: ['policy'],
  undici: ['client'],
  yaml: ['source'],
  ws: ['server'],
  zod: ['source', 'config', 'policy', 'model', 'api'],
}

/** Folders that only a command with a screen loads, when it shows one: what they are made with takes long to start. */
const lateFolders = ['ui/screens', 'ui/components']

/** What could load a module unseen: only the start does, for the files of its own bundle. */
const loaders: Record<string, readonly string[]> = {
  'node:module': ['cli/launch.ts'],
  'node:vm': ['cli/launch.ts', 'cli/code-cache.ts'],
}

/** Layers that ask the process, the clock, the disk or the network nothing: the world comes in as arguments. */
const pure = ['errors.ts', 'model', 'source', 'policy', 'ledger', 'api']

/** What they may take of Node: it gives the same for the same arguments. `path.resolve` asks for the directory. */
const pureBuiltins: Record<string, readonly string[]> = {
  'node:crypto': ['createHash', 'createHmac', 'hash', 'sign', 'timingSafeEqual', 'verify'],
  'node:path': ['basename', 'dirname', 'extname', 'isAbsolute', 'join', 'normalize', 'sep'],
  'node:util': ['inspect', 'isDeepStrictEqual', 'stripVTControlCharacters', 'types'],
}

/** The globals they may use, which are the language itself. All that is not here is refused. */
const pureGlobals = `
  undefined NaN Infinity isNaN isFinite parseInt parseFloat encodeURIComponent decodeURIComponent structuredClone
  Object Array Map Set WeakMap WeakSet Iterator Symbol Proxy Reflect Promise JSON RegExp String Number BigInt Boolean
  Error TypeError RangeError SyntaxError ReferenceError AggregateError ArrayBuffer DataView Buffer
  Int8Array Int16Array Int32Array Uint8Array Uint16Array Uint32Array BigUint64Array Float64Array
  Intl TextEncoder TextDecoder URL URLSearchParams
`.split(/\s+/)

interface Import extends ModuleUse {
  layer: string
  from: string
}

const layerOf = (file: string): string => file.split(path.sep)[0] ?? file

const isRelative = (specifier: string): boolean => specifier.startsWith('.')

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const targetLayer = (from: string, to: string): string =>
  layerOf(path.normalize(path.join(path.dirname(from), to))).replace(/\.([cm]?)js$/, '.$1ts')

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(packageOf(specifier))

/** Why an import may not be; nothing when it may. */
function importFault({layer, from, module, names, isLate}: Import): string | undefined {
  if (module === undefined) return 'is computed'
  if (isBuiltin(module)) return builtinFault(from, module, names)
  if (!isLate && isOfScreens(from, module)) return 'loads the screens at once'
  if (!isRelative(module))
    return homes[packageOf(module)]?.includes(layer) ? undefined : 'is spoken to outside of its home'
  const target = targetLayer(from, module)
  return target === layer || mayImport[layer]?.includes(target) ? undefined : 'goes upwards'
}

/** Whether a module of the screens, or what they are made with, is spoken to from elsewhere. */
function isOfScreens(from: string, module: string): boolean {
  const target = isRelative(module) ? path.normalize(path.join(path.dirname(from), module)) : module
  const isLateFile = (file: string): boolean => lateFolders.some((folder) => file.startsWith(`${folder}/`))
  return (isLateFile(target) || ['ink', 'react'].includes(packageOf(target))) && !isLateFile(from)
}

function builtinFault(from: string, module: string, names: ModuleUse['names']): string | undefined {
  if (!module.startsWith('node:')) return 'has an old name'
  if (loaders[module]?.includes(from) === false) return 'loads modules unseen'
  if (!pure.includes(layerOf(from))) return undefined
  const isPure = names?.every((name) => pureBuiltins[module]?.includes(name))
  return isPure && module in pureBuiltins ? undefined : 'reaches outside from a pure layer'
}

/** The clock and chance hide in objects that are pure otherwise. */
function isPureUse({name, node, parent}: FreeName): boolean {
  if (name === 'Math') return (memberOf(node, parent) ?? 'random') !== 'random'
  if (name === 'Date')
    return isGivenTime(node, parent) || ['UTC', 'parse'].includes(memberOf(node, parent) ?? '')
  return pureGlobals.includes(name)
}

const memberOf = (node: Node, parent: Node): string | undefined =>
  parent.type === 'MemberExpression' && parent['object'] === node && parent['computed'] === false
    ? nameOf(parent['property'])
    : undefined

function isGivenTime(node: Node, parent: Node): boolean {
  if (parent.type === 'BinaryExpression') return parent['operator'] === 'instanceof'
  const [time] = nodesAt(parent, 'arguments')
  return (
    parent.type === 'NewExpression' &&
    parent['callee'] === node &&
    ![undefined, 'SpreadElement'].includes(time?.type)
  )
}

function faults(file: string, text: string): string[] {
  const program = parseSource(file, text)
  const layer = layerOf(file)
  if (mayImport[layer] === undefined) return [`${file} has no place in the table`]
  const found = modulesUsedIn(program).map((use) => ({
    what: use.module ?? 'an import',
    why: importFault({layer, from: file, ...use}),
  }))
  const impure = pure.includes(layer) ? freeNamesIn(program).filter((use) => !isPureUse(use)) : []
  const all = [...found, ...impure.map(({name}) => ({what: name, why: 'is not pure'}))]
  return all.flatMap(({what, why}) => (why === undefined ? [] : [`${file} → ${what}: ${why}`]))
}

const isCode = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file)

test('every import of src goes downwards, each package is spoken to in its home, and what is pure stays so', () => {
  const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(isCode)
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap((file) => faults(file, readFileSync(path.join(source, file), 'utf8')))).toEqual([])
})

test.each(['ts', 'tsx', 'mts', 'cts', 'd.ts', 'js', 'mjs', 'cjs', 'jsx'])('a file .%s is code', (ending) => {
  expect(isCode(`model/a.${ending}`)).toBe(true)
})

describe('is noticed', () => {
  test.each([
    ['an import upwards', 'model/a.ts', "import {x} from '../policy/b.js'", 'goes upwards'],
    ['one of a type', 'model/a.ts', "import type {x} from '../policy/b.js'", 'goes upwards'],
    ['one in a type', 'model/a.ts', "type x = import('../policy/b.js').x", 'goes upwards'],
    ['one that is re-exported', 'policy/parse/a.ts', "export * from '../../engine/b.js'", 'goes upwards'],
    ['one at run time', 'config/a.ts', "await import('../ui/theme.js')", 'goes upwards'],
    ['one named by a template', 'config/a.ts', 'await import(`../ui/theme.js`)', 'goes upwards'],
    ['one that is computed', 'config/a.ts', 'await import(name)', 'is computed'],
    ['one that is computed from parts', 'config/a.ts', `await import(\`../\${name}.js\`)`, 'is computed'],
    ['one in the old way', 'ui/a.cts', "import x = require('../config/b.js')", 'goes upwards'],
    ['one of CommonJS', 'ui/a.cts', "const x = require('../config/b.js')", 'goes upwards'],
    ['one of CommonJS that is computed', 'ui/a.ts', 'module.require(name)', 'is computed'],
    ['one of a module file', 'model/a.ts', "import {x} from '../policy/b.mjs'", 'goes upwards'],
    ['one of this package', 'ui/a.ts', "import {x} from 'tame'", 'is spoken to outside of its home'],
    ['a maker of imports', 'ui/a.ts', "import {createRequire} from 'node:module'", 'loads modules unseen'],
    ['one taken whole', 'ui/a.ts', "import * as modules from 'node:module'", 'loads modules unseen'],
    ['one from the process', 'ui/a.ts', "process.getBuiltinModule('fs')", 'has an old name'],
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
    [
      'the current directory in a pure layer',
      'model/a.ts',
      "import {resolve} from 'node:path'",
      'reaches outside from a pure layer',
    ],
    [
      'chance in a pure layer',
      'ledger/a.ts',
      "import * as crypto from 'node:crypto'",
      'reaches outside from a pure layer',
    ],
    ['a builtin by its old name', 'config/a.ts', "import fs from 'fs'", 'has an old name'],
    [
      'a screen that is loaded at once',
      'commands/a.ts',
      "import {showQueue} from '../ui/screens/approvals/show.js'",
      'loads the screens at once',
    ],
    [
      'what screens are made with outside of them',
      'ui/text/a.ts',
      "import {Text} from 'ink'",
      'loads the screens at once',
    ],
    ['a new folder', 'utils/a.ts', 'export const x = 1', 'has no place in the table'],
  ])('%s', (_, file, text, why) => {
    expect(faults(file, text)).toEqual([expect.stringContaining(why)])
  })
})

describe('in a pure layer', () => {
  test.each([
    ['Date.now()', 'Date'],
    ['new Date()', 'Date'],
    ['new Date', 'Date'],
    ['new Date(...[])', 'Date'],
    ['Date()', 'Date'],
    ["Date['now']()", 'Date'],
    ['const {now} = Date', 'Date'],
    ['Math.random()', 'Math'],
    ['const {random} = Math', 'Math'],
    ['process.env', 'process'],
    ['export const f = (env = process.env) => env', 'process'],
    ['const settings = {process}', 'process'],
    ['{ const process = 1 } process.exit()', 'process'],
    ['declare const process: any; process.exit()', 'process'],
    ['export enum E { a = performance.now() }', 'performance'],
    ['(fetch as unknown)', 'fetch'],
    ["await fetch('https://example.com')", 'fetch'],
    ['setTimeout(() => {}, 1)', 'setTimeout'],
    ['setInterval(() => {}, 1)', 'setInterval'],
    ['setImmediate(() => {})', 'setImmediate'],
    ['console.log(1)', 'console'],
    ['crypto.randomUUID()', 'crypto'],
    ['globalThis.process', 'globalThis'],
    ["new Function('return process')", 'Function'],
    ["eval('process')", 'eval'],
    ['somethingNew()', 'somethingNew'],
  ])('%s is noticed', (text, name) => {
    expect(faults('model/a.ts', text)).toEqual([`model/a.ts → ${name}: is not pure`])
    expect(faults('runtime/a.ts', text)).toEqual([])
  })

  test.each([
    ['new Date(0).toISOString()'],
    ['Date.parse("2020-01-01") + Date.UTC(2020)'],
    ['export const isDate = (x: unknown): x is Date => x instanceof Date'],
    ['Math.max(1, 2)'],
    ['export const f = (process: string) => process.length'],
    ['export function f({console: fetch}: X, ...[performance]: Y[]) { return [fetch, performance] }'],
    ['for (const process of []) process'],
    ['try {} catch (process) { process }'],
    ["import {process} from './b.js'; process()"],
    ['class A { fetch = 1; process() { return this.fetch } }'],
    ['const x = {fetch: 1, process() {}}; x.fetch'],
    ['export type Env = typeof process.env; let when: Date'],
    ['switch (1) { case 1: const process = 1; process }'],
    ['export const f = function process() { return process }'],
    ["export {process} from './b.js'; export * as console from './b.js'"],
    ['console: for (;;) break console'],
  ])('%s is not', (text) => {
    expect(faults('model/a.ts', text)).toEqual([])
  })
})
