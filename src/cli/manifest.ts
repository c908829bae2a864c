import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Command} from '@oclif/core/command'

/** What the build wrote down of every command, so that help and start-up need not load them. */
export interface Manifest {
  version: string
  description: string
  /** Where defects are reported. */
  bugs: string
  commands: Record<string, Command.Cached>
  /** Each setting with the words that it can be set to; none where any text will do. */
  settings: Record<string, readonly string[]>
}

export const readManifest = (root: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'dist', 'manifest.json'), 'utf8')) as Manifest
