import {closeSync, fstatSync, openSync, readSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {constants, Script} from 'node:vm'
import {crc32} from 'node:zlib'
import {cacheDirectory, openPrivateDirectory} from '../runtime/cache-directory.js'
import {homeDirectory} from '../runtime/surroundings.js'
import {CodeCache, type Compiled} from './code-cache.js'

/** The hash of the bundle, put in by the build. */
declare const BUILD_ID: string

type Main = typeof import('./main.js')

type Load = (id: string) => unknown

/**
 * Starts the bundled command line with what V8 made of its code the last time. Half the start-up is compiling. `outside` is the
 * `require` of a file of the package.
 */
export function launch(argv: readonly string[], root: string, outside: Load): void {
  const load = createLoader(openCodeCache(root, commandIn(argv)), outside)
  const {main} = load(join(root, 'dist', 'cli', 'main.cjs')) as Main
  endAtOnce()
  void main(argv, root)
}

/**
 * When all is done and written, ends without taking the heap down piece by piece, for which somebody would wait. Not where SQLite
 * comes in a package: that closes its files only then.
 */
function endAtOnce(): void {
  // Asked first what costs nothing: without SQLite in it, Node needs not load what knows its modules.
  if (process.versions['sqlite'] === undefined) return
  if (process.getBuiltinModule('node:module').isBuiltin('node:sqlite'))
    process.once('beforeExit', () => process.exit())
}

/**
 * The first word that could name a command. Each has a cache of its own: what is kept of a file are the functions that were needed by
 * whoever came first, and another command needs others.
 */
const commandIn = (argv: readonly string[]): string =>
  argv.find((word) => /^[a-z]{1,20}$/.test(word)) ?? 'tame'

function openCodeCache(root: string, command: string): CodeCache | undefined {
  try {
    const home = homeDirectory()
    // What is kept names the files it was made of: another copy of tame has its own.
    const name = [
      BUILD_ID,
      crc32(root).toString(16),
      process.versions.v8,
      process.platform,
      process.arch,
      command,
    ].join('-')
    const directory = openPrivateDirectory(join(cacheDirectory(home, process.env), 'code', name), home)
    return directory === undefined ? undefined : new CodeCache(directory)
  } catch {
    return undefined
  }
}

/** A `require` for the files of the bundle, which are CommonJS for this alone: Node 20 keeps no code of modules. */
function createLoader(cache: CodeCache | undefined, outside: Load): Load {
  const loaded = new Map<string, {exports: unknown}>()
  const compiled = new Map<string, Compiled>()
  const load = (file: string): unknown => {
    const known = loaded.get(file)
    if (known !== undefined) return known.exports
    const module = {exports: {}}
    loaded.set(file, module)
    const code = readAsFunction(file)
    const source = crc32(code)
    // The build leaves nothing but ASCII in it.
    const script = compile(file, code.toString('latin1'), cache?.read(basename(file), source))
    if (script.cachedDataRejected !== false) compiled.set(basename(file), {script, source})
    run(script, module, file, (id) => (id.startsWith('.') ? load(join(dirname(file), id)) : outside(id)))
    return module.exports
  }
  // After the run, so that the functions it needed are kept compiled and the others are not.
  if (cache !== undefined) process.once('exit', () => cache.write(compiled, Date.now()))
  return load
}

const opening = '(function (exports, require, module, __filename, __dirname) {'
const closing = '\n})'

/** A file as the body of a function. Read into its place: a text that is put together later is copied twice more. */
function readAsFunction(file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const {size} = fstatSync(descriptor)
    const code = Buffer.allocUnsafe(opening.length + size + closing.length)
    code.write(opening, 0, 'latin1')
    readWhole(descriptor, code.subarray(opening.length, opening.length + size), file)
    code.write(closing, opening.length + size, 'latin1')
    return code
  } finally {
    closeSync(descriptor)
  }
}

/** A read may give less than there is, as one over a network does. */
function readWhole(descriptor: number, target: Buffer, file: string): void {
  for (let at = 0; at < target.length; ) {
    const length = readSync(descriptor, target, at, target.length - at, at)
    if (length === 0) throw new Error(`${file} became shorter`)
    at += length
  }
}

function compile(file: string, code: string, cachedData: Buffer | undefined): Script {
  return new Script(code, {
    filename: file,
    ...(cachedData === undefined ? {} : {cachedData}),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
}

function run(script: Script, module: {exports: unknown}, file: string, require: Load): void {
  script.runInThisContext()(module.exports, require, module, file, dirname(file))
}
