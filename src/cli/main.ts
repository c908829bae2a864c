import {TameError} from '../errors.js'
import {earlyColor} from '../runtime/terminal.js'
import type {Theme} from '../ui/theme.js'
import {readCommandLine, wantsJson} from './command-line.js'
import {readManifest} from './manifest.js'
import {answerTab} from './tab.js'

/** Runs one command line; its exit status is left with the process. */
export async function main(typed: readonly string[], root: string): Promise<void> {
  if (isTab(typed)) return answerShell(typed, root)
  const report = async (error: unknown, json = typed.includes('--json')): Promise<void> => {
    const [{reportError}, {colorInForce}] = await Promise.all([
      import('../report.js'),
      import('../runtime/color.js'),
    ])
    const verbose = typed.includes('--verbose')
    await reportError(error, {json, verbose, color: () => colorInForce(typed), command: ''})
  }
  endOnFailure(report)
  await answer(typed, root).catch((error: unknown) => report(error))
}

async function answer(typed: readonly string[], root: string): Promise<void> {
  const manifest = readManifest(root)
  const line = readCommandLine(typed, manifest.commands)
  if (line.kind !== 'command' && wantsJson(typed))
    return (await import('./about.js')).printAbout(line, manifest)
  if (line.kind === 'version') {
    process.stdout.write(
      `tame/${manifest.version} ${process.platform}-${process.arch} node-${process.version}\n`,
    )
    return
  }
  // oclif colours its help by this variable alone.
  if (earlyColor(typed, process.env) === 'never') process.env['NO_COLOR'] = '1'
  const {createConfig, runCommand, showHelp} = await import('./oclif.js')
  const config = createConfig(root, manifest)
  if (line.kind === 'help') await showHelp(line.words, config)
  else await runCommand(line.id, line.argv, config, {openPrompt})

  async function openPrompt(theme: Theme): Promise<void> {
    const prompt = await import('./prompt/open-prompt.js')
    await prompt.openPrompt({root, manifest, config, theme, typed: line.kind === 'command' ? line.argv : []})
  }
}

/** Whether a command line is a shell's question, put at a TAB by a script of src/shells. */
const isTab = ([command, form = '']: readonly string[]): boolean =>
  command === 'complete' && ['--', 'bash', 'powershell'].includes(form)

/** Says nothing rather than spill an error over what somebody is typing. */
function answerShell(typed: readonly string[], root: string): void {
  process.stdout.on('error', () => process.exit())
  try {
    process.stdout.write(answerTab(typed, process.env, readManifest(root)))
  } catch {
    // Then there are no candidates.
  }
}

/**
 * What no command could catch. `tame logs | head` ends when head has seen enough, which is no failure; a full disk is
 * one, and so is whatever was thrown where nobody waited for it. The first counts: others follow from it.
 */
function endOnFailure(report: (error: unknown, json?: boolean) => Promise<void>): void {
  let ending = false
  const end = async (error: unknown, json?: boolean): Promise<void> => {
    if (ending) return
    ending = true
    if (error !== undefined) await report(error, json)
    process.exit()
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    error.code === 'EPIPE' ? end(undefined) : end(outputError(error), false),
  )
  process.on('uncaughtException', (error) => end(error))
  forgiveStderr()
}

/** Who does not listen to warnings has the answer all the same. Only once something is said there: to open it takes its time. */
function forgiveStderr(): void {
  const open: (() => NodeJS.WriteStream) | undefined = Object.getOwnPropertyDescriptor(process, 'stderr')?.get
  const forgive = (stream: NodeJS.WriteStream): NodeJS.WriteStream => stream.on('error', () => {})
  if (open === undefined) return void forgive(process.stderr)
  const shared = {configurable: true, enumerable: true}
  const get = (): NodeJS.WriteStream => {
    const value = forgive(open.call(process))
    Object.defineProperty(process, 'stderr', {...shared, value})
    return value
  }
  Object.defineProperty(process, 'stderr', {...shared, get})
}

const outputError = (cause: NodeJS.ErrnoException): TameError =>
  new TameError('OUTPUT_FAILED', `Can't write the answer to stdout: ${cause.message}`, {
    cause,
    suggestions: ['df -h .', 'Send it elsewhere'],
  })
