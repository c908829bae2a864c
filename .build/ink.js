// Ink as it is has to be waited for while it is loaded, and CommonJS, of which the command line is made, waits for nothing. And it
// was not made for ten thousand lines in a minute.

import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'

/** As Ink finds what it is made of. */
const require = createRequire(createRequire(import.meta.url).resolve('ink'))

const inFolder = (name) => new RegExp(`node_modules[\\\\/]${name.replaceAll('/', '[\\\\/]')}$`)

/** Where it is only for its own developers that Ink waits: for a debugger, and for the version that this is told. */
const waits = [/await import\('\.\/devtools\.js'\);/, /await loadPackageJson\(\)/]

/** Ink keeps the width of every text that it was ever given: a log that is followed for a day would fill the memory with its lines. */
const keeping = {
  'measure-text.js': [
    [
      /cache\.set\(text, dimensions\);/,
      'if (cache.size >= 1000) cache.clear(); cache.set(text, dimensions);',
    ],
  ],
  // It measured them anew for each frame besides.
  'render-node-to-output.js': [
    [/import widestLine from 'widest-line';/, "import measureText from './measure-text.js';"],
    [/widestLine\(text\)/, 'measureText(text).width'],
  ],
  'wrap-text.js': [[/cache\[cacheKey\] = wrappedText;/, '']],
}

/**
 * Ink puts a frame together letter by letter, each an object, so that one text may cover a part of another: 25 ms for a large
 * terminal. Where each text has a line to itself, the frame is those lines.
 */
const joining = {
  'output.js': [
    [
      / {4}get\(\) \{/,
      `    wholeLines() {
        const lines = new Array(this.height).fill('')
        for (const {type, x, y, text, transformers} of this.operations) {
          if (type !== 'write' || x !== 0 || lines[y] !== '' || text.includes('\\n')) return undefined
          lines[y] = transformers.reduce((line, transform) => transform(line, 0), text).trimEnd()
        }
        return {output: lines.join('\\n'), height: lines.length}
      }
      get() {
        const whole = this.wholeLines()
        if (whole !== undefined) return whole`,
    ],
  ],
}

const changes = {
  'reconciler.js': waits.map((wait) => [wait, 'undefined']),
  ...keeping,
  ...joining,
}

/** The code of one of Ink's files as it is to be. */
function changed(id) {
  const file = Object.keys(changes).find((name) => inFolder(`ink/build/${name}`).test(id))
  if (file === undefined) return null
  return changes[file].reduce(
    (code, [from, to]) => {
      if (!from.test(code)) throw new Error(`Ink has changed: ${from} is not in its ${file}`)
      return code.replace(from, () => to)
    },
    readFileSync(id, 'utf8'),
  )
}

/** Ink's reckoner of layouts, which is WebAssembly, made at once instead of after a promise. */
const yoga = () => {
  const folder = path.dirname(require.resolve('yoga-layout'))
  const assembly = path.join(folder, '../binaries/yoga-wasm-base64-esm.js')
  const [, code] = /base64,([A-Za-z0-9+/=]+)"/.exec(readFileSync(assembly, 'utf8')) ?? []
  if (code === undefined) throw new Error('yoga-layout has changed: there is no code in it')
  return `
    import load from 'tame:yoga-glue'
    import wrapAssembly from ${JSON.stringify(path.join(folder, 'wrapAssembly.js'))}
    const assembly = {
      instantiateWasm(imports, done) {
        const code = new WebAssembly.Module(Buffer.from(${JSON.stringify(code)}, 'base64'))
        const instance = new WebAssembly.Instance(code, imports)
        done(instance)
        return instance.exports
      },
    }
    load(assembly)
    export default wrapAssembly(assembly)
    export * from ${JSON.stringify(path.join(folder, 'generated/YGEnums.js'))}
  `
}

/** The same code without the WebAssembly in it, which stands beside it. */
const yogaGlue = () => {
  const file = path.join(path.dirname(require.resolve('yoga-layout')), '../binaries/yoga-wasm-base64-esm.js')
  return readFileSync(file, 'utf8').replace(/base64,[A-Za-z0-9+/=]+"/, 'base64,"')
}

export const inkAtOnce = {
  name: 'ink-at-once',
  resolveId(id) {
    if (id === 'yoga-layout') return '\0yoga'
    return id === 'tame:yoga-glue' ? '\0yoga-glue' : null
  },
  load(id) {
    if (id === '\0yoga') return yoga()
    if (id === '\0yoga-glue') return yogaGlue()
    return changed(id)
  },
}
