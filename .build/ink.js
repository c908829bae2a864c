// Ink as it is has to be waited for while it is loaded, and CommonJS, of which the command line is made, waits for nothing.

import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'

/** As Ink finds what it is made of. */
const require = createRequire(createRequire(import.meta.url).resolve('ink'))

const inFolder = (name) => new RegExp(`node_modules[\\\\/]${name.replaceAll('/', '[\\\\/]')}$`)

/** Where it is only for its own developers that Ink waits: for a debugger, and for the version that this is told. */
const waits = [/await import\('\.\/devtools\.js'\);/, /await loadPackageJson\(\)/]

function withoutWaiting(code) {
  const shorter = waits.reduce((text, wait) => {
    if (!wait.test(text)) throw new Error(`Ink's reconciler has changed: ${wait} is not in it`)
    return text.replace(wait, 'undefined')
  }, code)
  return shorter
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
    return inFolder('ink/build/reconciler.js').test(id) ? withoutWaiting(readFileSync(id, 'utf8')) : null
  },
}
