import type {Config} from './config/schema.js'
import {TameError} from './errors.js'
import {debugging, wantsColor, widthOf} from './runtime/terminal.js'
import {bugError, errorJson, errorText, stackText} from './ui/text/error.js'
import {jsonText} from './ui/text/json.js'
import {isParseError, usageError} from './ui/text/usage-error.js'
import {type Canvas, createTheme} from './ui/theme.js'

export interface ReportOptions {
  json: boolean
  verbose: boolean
  /** How it is dressed; told late, since the configuration is asked for it only when it is needed. */
  color: () => Promise<Config['color']>
  /** The command that was running, as it is typed; empty for `tame` itself. */
  command: string
}

/** The one place where an error becomes words (on stderr), or JSON (on stdout), and an exit status. */
export async function reportError(
  thrown: unknown,
  {json, verbose, color, command}: ReportOptions,
): Promise<void> {
  const error = asTameError(thrown, command)
  process.exitCode = error.exitCode
  if (json) process.stdout.write(`${jsonText(errorJson(error), 2)}\n`)
  else process.stderr.write(`${errorText(error, talkCanvas(await color()))}\n`)
  if (debugging() || (verbose && error.cause !== undefined))
    process.stderr.write(`${stackText(error.cause ?? error)}\n`)
}

const talkCanvas = (color: Config['color']): Canvas => ({
  width: widthOf(process.stderr),
  theme: createTheme(wantsColor(process.stderr, color)),
})

function asTameError(thrown: unknown, command: string): TameError {
  if (thrown instanceof TameError) return thrown
  if (isParseError(thrown)) return usageError(thrown, command)
  return bugError(thrown)
}
