import {readFileSync} from 'node:fs'
import path from 'node:path'
import type {Manifest} from '../../../src/cli/manifest.js'

const file = path.join(import.meta.dirname, '../../../dist/manifest.json')

/** The commands as they were built. */
export const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
