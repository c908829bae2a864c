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
  policy: ['model', 'errors.ts'],
  ledger: ['model', 'errors.ts'],
  store: ['ledger', 'model', 'errors.ts'],
  api: ['model', 'errors.ts'],
  config: ['model', 'errors.ts'],
  engine: ['policy', 'ledger', 'store', 'model', 'errors.ts'],
  server: ['api', 'engine', 'model', 'errors.ts'],
  client: ['api', 'model', 'errors.ts'],
  ui: ['model', 'errors.ts'],
  runtime: ['client', 'server', 'engine', 'store', 'policy', 'ledger', 'api', 'config', 'model', 'errors.ts'],
  'command.ts': ['runtime', 'config', 'ui', 'model', 'errors.ts'],
  commands: ['command.ts', 'runtime', 'config', 'ui', 'policy', 'model', 'errors.ts'],
  'cli.ts': ['commands', 'command.ts', 'runtime', 'config', 'ui', 'model', 'errors.ts'],
  'index.ts': ['runtime', 'client', 'model', 'errors.ts'],
}

/** The one home of each outside package; `yaml` and `zod` speak wherever text or a shape comes in. */
const homes: Record<string, readonly string[]> = {
  '@oclif/core': ['command.ts', 'commands', 'cli.ts'],
  cosmiconfig: ['config'],
  re2js: ['policy'],
  yaml: ['config', 'policy'],
  zod: ['config', 'policy', 'model', 'api'],
}

/** Layers that ask the process, the clock, the disk or the network nothing: the world comes in as arguments. */
const pure = ['errors.ts', 'model', 'policy', 'ledger', 'api']
const pureBuiltins = ['node:crypto', 'node:path', 'node:url', 'node:util']

interface Import {
  layer: string
  from: string
  to: string
}

const imports = readdirSync(source, {recursive: true, encoding: 'utf8'})
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap((file) => importsOf(file))

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(source, file), 'utf8')
  const program = parseAst(text, {
    lang: file.endsWith('x') ? 'tsx' : 'ts',
    astType: 'ts',
  })
  const layer = layerOf(file)
  return specifiersIn(program).map((to) => ({layer, from: file, to}))
}

function layerOf(file: string): string {
  return file.split(path.sep)[0] ?? file
}

/** Every module a syntax tree names: static, dynamic, re-exported and in types. */
function specifiersIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(specifiersIn)
  if (typeof node !== 'object' || node === null) return []
  const {source: from} = node as {
    source?: {type?: string; value?: unknown} | null
  }
  const own = from?.type === 'Literal' && typeof from.value === 'string' ? [from.value] : []
  return [...own, ...Object.values(node).flatMap(specifiersIn)]
}

const isRelative = (specifier: string): boolean => specifier.startsWith('.')

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function targetLayer({from, to}: Import): string {
  const target = path.normalize(path.join(path.dirname(from), to))
  return layerOf(target).replace(/\.js$/, '.ts')
}

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(packageOf(specifier))

const shown = ({from, to}: Import): string => `${from} → ${to}`

describe('the layers', () => {
  test('each folder of src has its place in the table', () => {
    const unknown = new Set(imports.map(({layer}) => layer).filter((layer) => !(layer in mayImport)))
    expect([...unknown]).toEqual([])
  })

  test('imports go downwards only', () => {
    const upward = imports.filter((each) => {
      if (!isRelative(each.to)) return false
      const target = targetLayer(each)
      return target !== each.layer && !mayImport[each.layer]?.includes(target)
    })
    expect(upward.map(shown)).toEqual([])
  })

  test('an outside package is spoken to in its home only', () => {
    const strays = imports.filter(
      (each) =>
        !isRelative(each.to) && !isBuiltin(each.to) && !homes[packageOf(each.to)]?.includes(each.layer),
    )
    expect(strays.map(shown)).toEqual([])
  })

  test('a pure layer reaches for nothing outside itself', () => {
    const reaching = imports.filter(
      (each) => pure.includes(each.layer) && isBuiltin(each.to) && !pureBuiltins.includes(each.to),
    )
    expect(reaching.map(shown)).toEqual([])
  })

  test('nobody imports a builtin by its old name', () => {
    const old = imports.filter(
      (each) => !isRelative(each.to) && isBuiltin(each.to) && !each.to.startsWith('node:'),
    )
    expect(old.map(shown)).toEqual([])
  })
})
