import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Command} from '@oclif/core/command'
import {TameError} from '../errors.js'

/** What the build wrote down of every command, so that help and start-up need not load them. */
export interface Manifest {
  version: string
  description: string
  commands: Record<string, Command.Cached>
  /** Each setting with the words that it can be set to; none where any text will do. */
  settings: Record<string, readonly string[]>
}

export function readManifest(root: string): Manifest {
  const file = join(root, 'dist', 'manifest.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest
  } catch (cause) {
    throw new TameError('NOT_BUILT', `tame is not built whole: ${file} can't be read`, {
      cause,
      suggestions: ['npm run build', 'npm ci'],
    })
  }
}
