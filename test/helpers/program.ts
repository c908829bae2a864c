import {spawnSync} from 'node:child_process'
import {mkdirSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import type {Finished, Workplace} from './workplace.js'

const root = path.join(import.meta.dirname, '../..')

/** Puts the built package where a program of the workplace finds it as `tame`. */
export function installTame(place: Workplace): void {
  mkdirSync(place.pathOf('node_modules'), {recursive: true})
  symlinkSync(root, place.pathOf('node_modules/tame'), 'dir')
}

/** Compiles the workplace's TypeScript as its owner would, and says what the compiler finds wrong with it. */
export function compile(place: Workplace, files: readonly string[], flags: readonly string[] = []): string {
  const compilerOptions = {
    target: 'es2022',
    lib: ['esnext'],
    module: 'nodenext',
    strict: true,
    typeRoots: [path.join(root, 'node_modules/@types')],
    types: ['node'],
  }
  place.write('tsconfig.json', JSON.stringify({compilerOptions, files}))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [compiler, '--pretty', 'false', '-p', place.cwd, ...flags], {
    encoding: 'utf8',
    cwd: place.cwd,
  }).stdout
}

/** Runs a program of the workplace. */
export function runProgram(place: Workplace, file: string, env: Record<string, string> = {}): Finished {
  return spawnSync(process.execPath, ['--no-warnings=ExperimentalWarning', file], {
    encoding: 'utf8',
    cwd: place.cwd,
    env: {PATH: process.env['PATH'] ?? '', HOME: place.home, ...env},
  })
}
