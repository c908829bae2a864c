import {readdirSync} from 'node:fs'
import {homedir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import type {Choice} from '../../ui/typing/choices.js'

const mostFiles = 500

/** The files whose path begins so. Hidden ones only once their dot is typed. */
export function filesBeginning(typed: string, cwd: string): Choice[] {
  const isFolder = typed === '' || typed.endsWith('/')
  const folder = isFolder ? typed : typed.slice(0, typed.length - basename(typed).length)
  const start = isFolder ? '' : basename(typed)
  try {
    return readdirSync(resolve(cwd, fromHome(folder) || '.'), {withFileTypes: true})
      .filter(({name}) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')))
      .slice(0, mostFiles)
      .map((entry) => ({value: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`, description: ''}))
      .sort((a, b) => (a.value < b.value ? -1 : 1))
  } catch {
    return []
  }
}

const fromHome = (folder: string): string =>
  folder.startsWith('~/') ? join(homedir(), folder.slice(2)) : folder
