import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../command.js'
import {ExitCode} from '../errors.js'
import {untilStopped} from '../runtime/interrupt.js'
import {processSurroundings} from '../runtime/surroundings.js'
import {wantsColor} from '../runtime/terminal.js'
import {type LogLine, logLineJson, logLineText} from '../ui/text/server-log.js'
import {servingJson, servingText} from '../ui/text/serving.js'
import {createTheme, type Theme} from '../ui/theme.js'

export default class Serve extends TameCommand {
  static override summary = 'Decide and record for agents over HTTP'
  static override description =
    'A changed policy file comes in force at once; one that is not sound is refused, and the policy before it stays. At the first start a key for the administrator is made and kept beside your configuration, where the other commands find it. What happens is told on stderr, as JSON lines where that is no terminal.'
  static override examples = [
    '<%= config.bin %> serve',
    '<%= config.bin %> serve --policy policy.yaml --store sqlite:tame.db --port 8000',
    '<%= config.bin %> serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem --name tame.example.com',
  ]
  static override flags = {
    host: Flags.string({default: '127.0.0.1', helpValue: 'ADDRESS', description: 'Where to listen'}),
    port: Flags.integer({
      default: 8000,
      min: 0,
      max: 65_535,
      helpValue: 'N',
      description: 'The port; 0 takes any that is free',
    }),
    name: Flags.string({
      multiple: true,
      helpValue: 'NAME',
      description: 'A name by which clients ask, beside the address',
    }),
    'tls-cert': Flags.string({helpValue: 'FILE', description: 'A certificate, PEM'}),
    'tls-key': Flags.string({helpValue: 'FILE', description: 'Its key, PEM'}),
    insecure: Flags.boolean({description: 'Listen on a public address without TLS'}),
    'rate-limit': Flags.integer({
      min: 1,
      helpValue: 'N',
      description: 'How often each key may ask, in a second (2000)',
    }),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Serve)
    const settings = await this.settings()
    const theme = createTheme(wantsColor(process.stderr, settings.values.color))
    const log = this.logWith(theme)
    const {serve} = await import('../runtime/serve.js')
    const serving = await serve(settings, processSurroundings(), {
      host: flags.host,
      port: flags.port,
      names: flags.name,
      tlsCert: flags['tls-cert'],
      tlsKey: flags['tls-key'],
      isInsecure: flags.insecure,
      rateLimit: flags['rate-limit'],
      log,
    })
    // Listened to before anybody is told that it runs: they may stop it at once.
    const stopped = untilStopped()
    if (process.stderr.isTTY === true) process.stderr.write(`${servingText(serving, theme)}\n`)
    else log('info', 'listening', {url: serving.url})
    if (this.jsonEnabled()) await this.show(servingJson(serving), '')
    await this.end(serving, await stopped, log)
  }

  private async end(serving: {stop(): Promise<void>}, signal: string, log: Log): Promise<void> {
    log('info', 'stopping', {signal})
    await serving.stop()
    log('info', 'stopped')
    if (signal === 'SIGINT') process.exitCode = ExitCode.interrupted
  }

  private logWith(theme: Theme): Log {
    const isForPerson = process.stderr.isTTY === true
    return (level, event, facts = {}) => {
      const line = {at: new Date().toISOString(), level, event, facts}
      process.stderr.write(`${isForPerson ? logLineText(line, theme) : logLineJson(line)}\n`)
    }
  }
}

type Log = (level: LogLine['level'], event: string, facts?: LogLine['facts']) => void
