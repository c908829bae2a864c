import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {expect, test} from 'vitest'
import {createWorkplace} from './helpers/workplace.js'

const root = path.join(import.meta.dirname, '..')

test('the types that a declaration names are checked', () => {
  const place = createWorkplace()
  place.write('a.d.ts', 'export const a: Nope\n')
  const options = {extends: path.join(root, 'tsconfig.json'), compilerOptions: {types: []}, include: ['*']}
  place.write('tsconfig.json', JSON.stringify(options))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  const {stdout} = spawnSync(process.execPath, [compiler, '--pretty', 'false', '-p', place.cwd], {
    encoding: 'utf8',
    cwd: place.cwd,
  })
  expect(stdout).toBe("a.d.ts(1,17): error TS2304: Cannot find name 'Nope'.\n")
})
