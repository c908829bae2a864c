import {mkdtempSync, rmSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {rolldown} from 'rolldown'
import {afterAll, beforeAll} from 'vitest'

const require = createRequire(import.meta.url)

/** A program of `test/helpers` as one file that Node runs by itself. */
export function bundled(name: string): {readonly file: string} {
  let directory = ''
  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'tame-program-'))
    const bundler = await rolldown({
      input: path.join(import.meta.dirname, name),
      platform: 'node',
      // It looks for its binary beside itself, so it stays where it is.
      plugins: [
        {
          name: 'stay',
          resolveId: (id) =>
            id === '@photostructure/sqlite' ? {id: require.resolve(id), external: 'absolute'} : null,
        },
      ],
      resolve: {extensionAlias: {'.js': ['.ts', '.js']}},
    })
    await bundler.write({file: path.join(directory, 'program.mjs'), format: 'esm', codeSplitting: false})
    await bundler.close()
  })
  afterAll(() => rmSync(directory, {recursive: true, force: true}))
  return {
    get file() {
      return path.join(directory, 'program.mjs')
    },
  }
}
