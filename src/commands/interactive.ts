import {TameCommand} from '../command.js'
import {ExitCode, TameError} from '../errors.js'

export default class Interactive extends TameCommand {
  static override summary = 'Type commands at a prompt, without tame before them'
  static override description =
    'On a terminal: history, completion with the tab key, and the policy checked whenever it is saved, with the last calls decided again. Type "shortcuts" there for the keys, and "help" for the commands. Elsewhere commands are read from stdin, a line each, and the exit status is that of the first that failed. Flags given here hold for every command.'
  static override examples = [
    '<%= config.bin %> interactive',
    '<%= config.bin %> interactive --session-id nightly --policy next.yaml',
    '<%= config.bin %> interactive < smoke-test.tame',
    `echo 'test read_file --args path=/etc/passwd --expect deny' | <%= config.bin %> interactive`,
  ]

  async run(): Promise<void> {
    await this.parse(Interactive)
    if (this.jsonEnabled()) throw manyValues()
    await this.openPrompt()
  }
}

const manyValues = (): TameError =>
  new TameError('USAGE', '--json is for one command, and a prompt answers many', {
    suggestions: ['Give it to each command that is typed: status --json'],
    exitCode: ExitCode.misuse,
  })
