import {readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import * as Args from '@oclif/core/args'
import {TameCommand} from '../command.js'
import {ExitCode, TameError} from '../errors.js'
import {processSurroundings} from '../runtime/surroundings.js'
import {widthOf} from '../runtime/terminal.js'
import {setupHint} from '../ui/text/autocomplete.js'

/** Each shell with its script, and the line that somebody adds to a file to have it at every start. */
const setups = {
  bash: {script: 'tame.bash', line: 'eval "$(tame autocomplete bash)"', file: '~/.bashrc'},
  zsh: {script: 'tame.zsh', line: 'eval "$(tame autocomplete zsh)"', file: '~/.zshrc, after compinit'},
  fish: {script: 'tame.fish', line: 'tame autocomplete fish | source', file: '~/.config/fish/config.fish'},
  powershell: {
    script: 'tame.ps1',
    line: 'tame autocomplete powershell | Out-String | Invoke-Expression',
    file: 'the file that $PROFILE names',
  },
}
type Shell = keyof typeof setups
const shells = Object.keys(setups) as Shell[]

export default class Autocomplete extends TameCommand {
  static override summary = 'Print the script that completes commands, flags, values and files at TAB'
  static override description =
    'Without SHELL, the script is for the shell that $SHELL names. Have your shell run it at each start, by the line below for it. The script asks tame at each TAB: it need not be renewed when tame is.'
  static override examples = shells.map((shell) => ({
    description: `${shell}: put this line in ${setups[shell].file}`,
    command: setups[shell].line,
  }))
  static override args = {
    shell: Args.string({ignoreStdin: true, options: shells, description: 'The shell to complete in'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(Autocomplete)
    const shell = shells.find((known) => known === args.shell) ?? loginShell(processSurroundings().env)
    const path = join(this.config.root, 'dist', 'shells', setups[shell].script)
    const script = readFileSync(path, 'utf8').trimEnd()
    await this.show({shell, script}, script)
    if (!this.jsonEnabled() && widthOf(process.stdout) !== null) this.tell(setupHint(setups[shell]))
  }
}

function loginShell(env: Readonly<Record<string, string | undefined>>): Shell {
  const name = basename(env['SHELL'] ?? '', '.exe').replace(/^pwsh$/, 'powershell')
  const shell = shells.find((known) => known === name)
  if (shell !== undefined) return shell
  const why = name === '' ? '$SHELL does not say which shell you use' : `There is no completion for ${name}`
  throw new TameError('UNKNOWN_SHELL', why, {
    suggestions: shells.map((known) => `tame autocomplete ${known}`),
    exitCode: ExitCode.misuse,
  })
}
