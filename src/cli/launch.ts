import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {homedir} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {constants, Script} from 'node:vm'
import {cacheDirectory, openPrivateDirectory} from '../runtime/cache-directory.js'
import {CodeCache} from './code-cache.js'

/** The hash of the bundle, put in by the build. */
declare const BUILD_ID: string

type Main = typeof import('./main.js')

/** Starts the bundled command line with what V8 made of its code the last time. Half the start-up is compiling. */
export function launch(argv: readonly string[], root: string): void {
  const load = createLoader(openCodeCache())
  const {main} = load(join(root, 'dist', 'cli', 'main.cjs')) as Main
  void main(argv, root)
}

function openCodeCache(): CodeCache | undefined {
  const home = homedir()
  const name = `${BUILD_ID}-${process.versions.v8}-${process.platform}-${process.arch}`
  const directory = openPrivateDirectory(join(cacheDirectory(home, process.env), 'code', name), home)
  return directory === undefined ? undefined : new CodeCache(directory)
}

/** A `require` for the files of the bundle, which are CommonJS for this alone: Node 20 keeps no code of modules. */
function createLoader(cache: CodeCache | undefined): (file: string) => unknown {
  const loaded = new Map<string, {exports: unknown}>()
  const compiled = new Map<string, Script>()
  const load = (file: string): unknown => {
    const known = loaded.get(file)
    if (known !== undefined) return known.exports
    const module = {exports: {}}
    loaded.set(file, module)
    const script = compile(file, cache?.read(basename(file)))
    if (script.cachedDataRejected !== false) compiled.set(basename(file), script)
    run(script, module, file, load)
    return module.exports
  }
  // After the run, so that the functions it needed are kept compiled and the others are not.
  if (cache !== undefined) process.once('exit', () => cache.write(compiled, Date.now()))
  return load
}

function compile(file: string, cachedData: Buffer | undefined): Script {
  const code = readFileSync(file, 'utf8')
  return new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
    filename: file,
    ...(cachedData === undefined ? {} : {cachedData}),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
}

function run(
  script: Script,
  module: {exports: unknown},
  file: string,
  load: (file: string) => unknown,
): void {
  const outside = createRequire(file)
  const require = (id: string): unknown => (id.startsWith('.') ? load(join(dirname(file), id)) : outside(id))
  script.runInThisContext()(module.exports, require, module, file, dirname(file))
}
