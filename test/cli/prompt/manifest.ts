import path from 'node:path'
import {readManifest} from '../../../src/cli/manifest.js'

/** The commands as they were built. */
export const manifest = readManifest(path.join(import.meta.dirname, '../../..'))
