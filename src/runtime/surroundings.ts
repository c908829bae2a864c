import {homedir} from 'node:os'
import type {Surroundings} from '../config/layer.js'
import {TameError} from '../errors.js'

/** The process tame runs in, as the configuration sees it. */
export function processSurroundings(): Surroundings {
  return {cwd: currentDirectory(), home: homedir(), env: process.env}
}

function currentDirectory(): string {
  try {
    return process.cwd()
  } catch (cause) {
    throw new TameError('NO_DIRECTORY', 'The current directory does not exist any more', {
      cause,
      suggestions: ['cd ~'],
    })
  }
}
