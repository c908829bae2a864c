// Makes dist/: the library as ESM, the command line as CommonJS chunks (see src/cli/launch.ts for why), the small
// launcher that loads them, and the list of all commands with their flags and help.
import {createHash} from 'node:crypto'
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import {rolldown} from 'rolldown'
import {inkAtOnce} from './ink.js'

const root = path.join(import.meta.dirname, '..')
const dist = path.join(root, 'dist')
const require = createRequire(import.meta.url)
const pkg = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

/** Names stay, for the stacks that people report; what is only there for readers goes. */
const minify = {mangle: false, compress: true, codegen: {removeWhitespace: false}}

const resolution = {
  platform: 'node',
  resolve: {extensionAlias: {'.js': ['.ts', '.tsx', '.js']}},
}

/** Every file under src/commands, by what the user types. */
function commandFiles() {
  const folder = path.join(root, 'src', 'commands')
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      id: file
        .slice(0, -'.ts'.length)
        .split(path.sep)
        .filter((part) => part !== 'index')
        .join(':'),
      file: path.join(folder, file),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** The module `tame:commands`, made from the tree. */
const commandTable = {
  name: 'command-table',
  resolveId: (id) => (id === 'tame:commands' ? id : null),
  load(id) {
    if (id !== 'tame:commands') return null
    const rows = commandFiles().map(
      (each) => `${JSON.stringify(each.id)}: () => import(${JSON.stringify(each.file)})`,
    )
    return `export const commands = {${rows.join(',\n')}}`
  },
}

/**
 * What never runs in tame and would only cost start-up, or must not run: debug would print what oclif is given, keys and all. oclif
 * looks for plugins and commands on disk with others; tame lists its own. On Windows it would also start a PowerShell to learn its
 * name. cosmiconfig's loaders run JavaScript and bring a second YAML parser; tame gives it loaders of its own.
 */
const leftOut = [
  {file: /node_modules[\\/]debug[\\/]/, code: 'module.exports = () => () => {}'},
  {file: /node_modules[\\/](minimatch|tinyglobby|lilconfig|typescript)[\\/]/, code: 'module.exports = {}'},
  {
    file: /node_modules[\\/]wsl-utils[\\/]/,
    code: 'export const isWsl = false; export const powerShellPath = async () => { throw new Error("not asked") }',
  },
  {file: /cosmiconfig[\\/]dist[\\/]loaders\.js$/, code: 'module.exports = {}'},
]

const withoutDeadWeight = {
  name: 'without-dead-weight',
  load: (id) => leftOut.find(({file}) => file.test(id))?.code ?? null,
}

/**
 * The engine of regular expressions is half of all code that a decision loads, and few policies have one: it is a file of its own,
 * required when its first name is used. A module of CommonJS can be so late; what imports it need not know.
 */
const lateRegex = {
  name: 'late-regex',
  resolveId(id, importer) {
    if (id === 'tame:re2js') return {id, external: true}
    return id === 're2js' && importer !== undefined ? '\0late-regex' : null
  },
  load(id) {
    if (id !== '\0late-regex') return null
    const names = Object.keys(require('re2js')).map(
      (name) => `get ${name}() { return require('tame:re2js').${name} }`,
    )
    return `module.exports = {${names.join(', ')}}`
  },
  // Only now are the files that require it beside it.
  renderChunk: (code) => code.replaceAll('require("tame:re2js")', 'require("./re2js.cjs")'),
}

/**
 * oclif and cosmiconfig require at their beginning whatever any of their functions may need: spinners, colours and a second reader of
 * arguments for a command that shows none of them. Here each is required where it is used, the first time that is reached.
 */
const lateRequires = {
  name: 'late-requires',
  transform: (code, id) =>
    /node_modules[\\/](@oclif[\\/]core[\\/]lib|cosmiconfig[\\/]dist)[\\/]/.test(id)
      ? withLateRequires(code)
      : null,
}

const requiring = /^(?:const|var) (\w+_\d+) = ((?:__importDefault\()?require\("[^"]+"\)\)?);$/gm

function withLateRequires(code) {
  const usedWhole = (name) => code.match(new RegExp(`\\b${name}\\b(?!\\.)`, 'g')).length > 1
  const late = new Map(
    [...code.matchAll(requiring)].map(([, name, call]) => [name, call]).filter(([name]) => !usedWhole(name)),
  )
  return code
    .replaceAll(requiring, (line, name) => (late.has(name) ? '' : line))
    .replaceAll(/(?<![\w.])(\w+_\d+)\./g, (used, name) => (late.has(name) ? `(${late.get(name)}).` : used))
}

async function bundle(input, plugins, output) {
  const bundler = await rolldown({
    ...resolution,
    input,
    plugins,
    ...(output.define && {transform: {define: output.define}}),
    ...(output.external && {external: output.external}),
    ...(output.codeSplitting && {preserveEntrySignatures: 'allow-extension'}),
  })
  const {define: _, external: __, ...options} = output
  const {output: chunks} = await bundler.write({minify, sourcemap: false, ...options})
  await bundler.close()
  return chunks
}

/** By which tame knows what it found good itself: whatever the source says may change a judgement, and the packages too. */
function sourceId() {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')))
  const folder = path.join(root, 'src')
  for (const file of readdirSync(folder, {recursive: true, encoding: 'utf8'}).sort()) {
    if (/\.[jt]sx?$/.test(file)) hash.update(file).update(readFileSync(path.join(folder, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

const define = {SOURCE_ID: JSON.stringify(sourceId()), 'process.env.NODE_ENV': '"production"'}

const rarelyUsed = {
  byPackages: ['child_process', 'fs/promises', 'perf_hooks', 'readline', 'tty'],
  byAnybody: ['timers/promises', 'worker_threads'],
}

/** Parts of Node that would be loaded at each start for what most commands never or seldom do: loaded when they are used. */
const lateBuiltins = {
  name: 'late-builtins',
  resolveId(id, importer = '') {
    if (id.startsWith('tame:node:')) return {id, external: true}
    const name = id.replace(/^node:/, '')
    const isLate =
      rarelyUsed.byAnybody.includes(name) ||
      (rarelyUsed.byPackages.includes(name) && importer.includes('node_modules'))
    return isLate ? `\0late:${name}` : null
  },
  load(id) {
    if (!id.startsWith('\0late:')) return null
    const name = `node:${id.slice('\0late:'.length)}`
    const names = Object.keys(require(name)).filter((each) => /^[a-z_]\w*$/i.test(each))
    return `module.exports = {${names.map((each) => `get ${each}() { return require('tame:${name}').${each} }`).join(', ')}}`
  },
  renderChunk: (code) => code.replaceAll('require("tame:node:', 'require("node:'),
}

/**
 * The driver of SQLite without the package's own code around it, of which tame uses nothing and which takes five milliseconds to
 * find the file that is loaded here. Where that can't be found or loaded, the package looks for itself.
 */
const directDriver = {
  name: 'direct-driver',
  resolveId(id) {
    if (id === 'tame:sqlite') return {id, external: true}
    return id === '@photostructure/sqlite' ? '\0direct-driver' : null
  },
  load(id) {
    if (id !== '\0direct-driver') return null
    return `
      const {existsSync} = require('node:fs')
      const {dirname, join} = require('node:path')
      const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc'
      const place = join('node_modules', '@photostructure', 'sqlite', 'prebuilds', process.platform + '-' + process.arch)
      function load() {
        for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder)) {
          const file = join(folder, place, '@photostructure+sqlite.' + libc + '.node')
          if (!existsSync(file)) continue
          const binding = {exports: {}}
          process.dlopen(binding, file)
          return binding.exports
        }
      }
      try {
        module.exports = load()
      } catch {}
      if (module.exports?.DatabaseSync === undefined) module.exports = require('tame:sqlite')
    `
  },
  renderChunk: (code) => code.replaceAll('require("tame:sqlite")', 'require("@photostructure/sqlite")'),
}

/**
 * Nothing but ASCII, so that a file is a text as it is read: decoding one with a single ✔ in it makes every character two bytes,
 * which takes longer than finding it. An escape stands for its character wherever code may have one.
 */
const inAscii = {
  name: 'in-ascii',
  generateBundle(_, files) {
    for (const chunk of Object.values(files)) {
      if (chunk.type === 'chunk') chunk.code = asciiOf(chunk.code)
    }
  },
}

/** The bundler's own few functions, which it puts in a file of their own, in the one that is always loaded first. */
const runtimeAtStart = {
  name: 'runtime-at-start',
  generateBundle(_, files) {
    const chunks = Object.values(files).filter(({type}) => type === 'chunk')
    const runtime = chunks.find(({name}) => name === 'rolldown-runtime')
    const start = chunks.find(({name}) => name === 'main')
    start.code = `exports.runtime = ((exports) => {\n${runtime.code}\nreturn exports})({})\n${start.code}`
    for (const chunk of chunks)
      chunk.code = chunk.code.replaceAll(
        `require("./${runtime.fileName}")`,
        `require("./${start.fileName}").runtime`,
      )
    delete files[runtime.fileName]
  },
}

function asciiOf(code) {
  if (/String\.raw`[^`]*[\u0080-\uFFFF]/.test(code))
    throw new Error('String.raw would show the escape itself')
  return code.replaceAll(
    /[\u0080-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * What is always loaded together lies in one file: to find, read and check a file takes longer than to have more in it. Each
 * group is all that its beginnings import, without what comes late, and without what an earlier group has.
 */
const groups = [
  {name: 'start', beginnings: ['src/cli/main.ts']},
  {
    name: 'command',
    beginnings: [
      ...['src/cli/oclif.ts', 'src/command.ts', 'node_modules/@oclif/core/lib/args.js'],
      ...['src/config/environment.ts', 'src/runtime/flags.ts', 'src/runtime/interrupt.ts'],
      ...['node_modules/wsl-utils/index.js'],
    ],
  },
  {
    name: 'engine',
    beginnings: [
      ...['src/commands/test.ts', 'src/runtime/connect.ts', 'src/runtime/open-tame.ts'],
      '\0direct-driver',
    ],
  },
]

/**
 * What oclif requires late and most commands never reach: help, spinners, colours, its search for plugins. In a file of their own,
 * which is loaded when the first of them is required.
 */
const seldom = new RegExp(
  [
    '@oclif/core/lib/(help|ux)/',
    '@oclif/core/lib/(module-loader|config/plugin|config/ts-path|util/(cache-command|find-root|fs|read-[a-z]+))\\.js',
    '(ansi-escapes|ansi-styles|ansis|clean-stack|cli-spinners|color-convert|color-name|ejs|get-package-type)/',
    '(indent-string|supports-color|wordwrap|wrap-ansi)/',
  ]
    .map((part) => `node_modules/${part}`)
    .join('|')
    .replaceAll('/', '[\\\\/]'),
)

const lateSeldom = {
  name: 'late-seldom',
  renderChunk: (code) =>
    code
      .replaceAll('require_seldom.', 'require_seldom().')
      .replace(/\brequire_seldom = (require\("[^"]+"\))/, 'require_seldom = () => $1'),
}

/** Which group a module belongs to. The graph is whole when the first is asked for. */
function grouping() {
  const found = new Map()
  const gather = (id, name, graph) => {
    if (found.has(id)) return
    found.set(id, seldom.test(id) ? 'seldom' : name)
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) gather(imported, name, graph)
  }
  return (id, graph) => {
    if (found.size === 0) {
      for (const {name, beginnings} of groups)
        for (const beginning of beginnings)
          gather(beginning.startsWith('\0') ? beginning : path.join(root, beginning), name, graph)
    }
    return found.get(id) ?? null
  }
}

const bundleCommandLine = () =>
  bundle(
    {main: path.join(root, 'src/cli/main.ts'), oclif: path.join(root, 'src/cli/oclif.ts'), re2js: 're2js'},
    [
      commandTable,
      withoutDeadWeight,
      inkAtOnce,
      lateRequires,
      lateRegex,
      lateBuiltins,
      directDriver,
      lateSeldom,
      runtimeAtStart,
      inAscii,
    ],
    {
      dir: path.join(dist, 'cli'),
      format: 'cjs',
      // What is left outside is required like the rest: Node's loader of modules would take longer to start than it to load.
      dynamicImportInCjs: false,
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{name: grouping(), debugName: 'together'}],
      },
      define,
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
    },
  )

/** What `tame serve` runs in a thread of its own: one file that needs no other. */
const bundleLogThread = () =>
  bundle(path.join(root, 'src/store/sqlite/log-thread.ts'), [directDriver, inAscii], {
    file: path.join(dist, 'cli', 'log-thread.cjs'),
    format: 'cjs',
    dynamicImportInCjs: false,
    codeSplitting: false,
  })

function hashOf(chunks) {
  const hash = createHash('sha256')
  for (const {code} of chunks) hash.update(code)
  return hash.digest('hex').slice(0, 16)
}

const bundleLauncher = (buildId) =>
  bundle(path.join(root, 'src/cli/launch.ts'), [], {
    file: path.join(dist, 'launch.cjs'),
    format: 'cjs',
    define: {BUILD_ID: JSON.stringify(buildId)},
  })

const bundleLibrary = () =>
  bundle({index: path.join(root, 'src/index.ts')}, [withoutDeadWeight], {
    dir: dist,
    format: 'esm',
    define,
    // It brings SQLite to Node 20 in binaries, which it looks for beside itself.
    external: ['@photostructure/sqlite'],
    entryFileNames: '[name].js',
    chunkFileNames: 'library/[name]-[hash].js',
  })

async function writeManifest() {
  const {cacheCommand} = require(
    path.join(path.dirname(require.resolve('@oclif/core/package.json')), 'lib/util/cache-command.js'),
  )
  const {commands, listChoices} = require(path.join(dist, 'cli', 'oclif.cjs'))
  const cached = {}
  const flags = new Map()
  const placeOf = (flag) => {
    const text = JSON.stringify(flag)
    if (!flags.has(text)) flags.set(text, flags.size)
    return flags.get(text)
  }
  for (const [id, load] of Object.entries(commands)) {
    const {default: command} = await load()
    command.id = id
    // What commands hand each other flags by is no part of any.
    const {printingFlags: _, flags: own, ...about} = await cacheCommand(command)
    cached[id] = {
      ...about,
      flags: Object.fromEntries(Object.entries(own).map(([name, flag]) => [name, placeOf(flag)])),
    }
  }
  const manifest = {
    version: pkg.version,
    description: pkg.description,
    flags: [...flags.keys()].map((text) => JSON.parse(text)),
    commands: cached,
    settings: await listChoices(),
  }
  writeFileSync(path.join(dist, 'manifest.json'), JSON.stringify(manifest))
}

/** The licences of the packages in the bundle: they ask to go with every copy. */
function writeLicenses(chunks) {
  const folders = chunks
    .flatMap(({moduleIds = []}) => moduleIds)
    .filter((id) => !leftOut.some(({file}) => file.test(id)))
    .flatMap((id) => /^.*node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? [])
  const texts = [...new Set(folders)].map(licenseOf).sort()
  writeFileSync(path.join(dist, 'licenses.txt'), `tame contains these packages.\n\n${texts.join('\n\n')}`)
}

function licenseOf(folder) {
  const {name, version, license} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  const text =
    file === undefined ? `License: ${license}` : readFileSync(path.join(folder, file), 'utf8').trim()
  return `${name} ${version}\n\n${text}`
}

rmSync(dist, {recursive: true, force: true})
mkdirSync(dist)
const commandLine = await bundleCommandLine()
await bundleLogThread()
await bundleLauncher(hashOf(commandLine))
writeLicenses([...commandLine, ...(await bundleLibrary())])
await writeManifest()
for (const folder of ['shells', 'templates'])
  cpSync(path.join(root, 'src', folder), path.join(dist, folder), {recursive: true})
