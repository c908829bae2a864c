import {commands} from 'tame:commands'
import type {Command} from '@oclif/core/command'
import {Config} from '@oclif/core/config'
import type {Plugin} from '@oclif/core/interfaces'
import type {Starter, TameCommand} from '../command.js'
import type {Manifest} from './manifest.js'
import {topics} from './topics.js'

export {commands}

/** What the build writes down of the settings; later, nobody wants to load their schema at a TAB. */
export const listChoices = async (): Promise<Manifest['settings']> =>
  (await import('../config/choices.js')).settingChoices()

/** Runs a command that is known to be there. */
export async function runCommand(
  id: string,
  argv: readonly string[],
  config: Config,
  starter: Starter,
): Promise<void> {
  // Not through oclif's own `runCommand`, which would set all of it up a second time.
  const command = await loadCommand(id)
  await new (command as unknown as new (argv: string[], config: Config) => TameCommand)(
    [...argv],
    config,
  ).start(starter)
}

export async function showHelp(words: readonly string[], config: Config): Promise<void> {
  const {helpText} = await import('./help.js')
  await listCommands(config)
  process.stdout.write(`${helpText(words, config)}\n`)
}

/**
 * oclif's view of tame: one plugin whose commands the build has listed, so that it searches and reads nothing. What it finds out of
 * the machine when it is loaded, and its tables of all commands, only help asks for.
 */
export function createConfig(root: string, {commands: cached, ...about}: Manifest): Config {
  const plugin = createPlugin(root, about)
  plugin.commands = Object.values(cached).map((command) => ({
    ...command,
    load: () => loadCommand(command.id),
  }))
  const config = new Config({root, plugins: new Map([[plugin.name, plugin]])})
  return Object.assign(config, {root, bin: plugin.pjson.oclif.bin, rootPlugin: plugin})
}

const noTheme = 'TAME_DISABLE_THEME'

async function listCommands(config: Config): Promise<void> {
  if (config.commands.length > 0) return
  // Else it looks for a theme file, twice.
  process.env[noTheme] = '1'
  await config.load()
  // It would be taken for a setting that somebody has mistyped.
  delete process.env[noTheme]
}

async function loadCommand(id: string): Promise<Command.Class> {
  const load = commands[id]
  if (load === undefined) throw new Error(`the build lists the command ${id} but does not have it`)
  const {default: command} = await load()
  command.id = id
  return command
}

function createPlugin(root: string, {version, description}: Omit<Manifest, 'commands'>): Plugin {
  const oclif = {bin: 'tame', dirname: 'tame', topicSeparator: ' '} as const
  return {
    _base: '',
    alias: 'tame',
    commandIDs: [],
    commands: [],
    commandsDir: undefined,
    findCommand: async () => Promise.reject(new Error('unused: commands load themselves')),
    hasManifest: true,
    hooks: {},
    isRoot: true,
    load: async () => {},
    moduleType: 'commonjs',
    name: 'tame',
    options: {root},
    pjson: {name: 'tame', version, description, files: [], oclif},
    root,
    topics: Object.entries(topics).map(([name, description]) => ({name, description})),
    type: 'core',
    valid: true,
    version,
  }
}
