import {earlyColor} from '../runtime/terminal.js'
import {readCommandLine} from './command-line.js'
import {type Manifest, readManifest} from './manifest.js'

/** Runs one command line; its exit status is left with the process. */
export async function main(typed: readonly string[], root: string): Promise<void> {
  leaveQuietlyWhenNobodyReads()
  const manifest = readManifest(root)
  try {
    await answer(typed, root, manifest)
  } catch (error) {
    const {reportError} = await import('../report.js')
    reportError(error, {
      json: typed.includes('--json'),
      verbose: typed.includes('--verbose'),
      color: earlyColor(typed, process.env),
      command: '',
      reportTo: manifest.bugs,
    })
  }
}

async function answer(typed: readonly string[], root: string, manifest: Manifest): Promise<void> {
  const line = readCommandLine(typed, manifest.commands)
  if (line.kind === 'version') {
    process.stdout.write(
      `tame/${manifest.version} ${process.platform}-${process.arch} node-${process.version}\n`,
    )
    return
  }
  // oclif colours its help by this variable alone.
  if (earlyColor(typed, process.env) === 'never') process.env['NO_COLOR'] = '1'
  const {createConfig, runCommand, showHelp} = await import('./oclif.js')
  const config = await createConfig(root, manifest)
  if (line.kind === 'help') await showHelp(line.words, config)
  else await runCommand(line.id, line.argv, config)
}

/** `tame logs | head` ends when head has seen enough; that is no failure. */
function leaveQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}
