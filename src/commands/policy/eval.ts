import {isUtf8} from 'node:buffer'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import type {Line} from '../../disk/read-stream.js'
import {ExitCode, TameError} from '../../errors.js'
import {type EvaluationFault, Evaluations} from '../../policy/evaluate/evaluate.js'
import {type EvaluationInput, parseEvaluationInput, scopeOf} from '../../policy/evaluate/input.js'
import {parseJson, readInput} from '../../runtime/input.js'
import {stdinLines} from '../../runtime/stdin.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {faultText} from '../../ui/text/problems.js'

export default class PolicyEval extends TameCommand {
  static override summary = 'Print what an expression of the policy language is worth'
  static override description =
    'The input is a JSON object with any of tool_name, tool_args, session, agent, user, metadata, now and timezone. With --jsonl, each line of stdin is {"expr": …, "input": …}, and is answered by a line {"value": …} or {"error": {code, message, line, column}}.'
  static override examples = [
    `<%= config.bin %> policy eval '9 <= datetime.hour < 17'`,
    `<%= config.bin %> policy eval 'under(tool_args.path, "/tmp")' --input facts.json`,
    `<%= config.bin %> policy eval --jsonl < questions.jsonl`,
  ]
  static override args = {
    expression: Args.string({ignoreStdin: true, description: 'The expression'}),
  }
  static override flags = {
    input: Flags.string({
      helpValue: 'FILE',
      description: 'What it sees: a file of JSON, or - for stdin',
      exclusive: ['jsonl'],
    }),
    jsonl: Flags.boolean({description: 'Answer each line of stdin'}),
  }

  private readonly evaluations = new Evaluations()

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PolicyEval)
    if (flags.jsonl) return this.answerLines()
    if (args.expression === undefined) throw noExpression()
    const input: EvaluationInput = flags.input === undefined ? {} : await this.readInput(flags.input)
    const evaluated = this.evaluations.evaluate(args.expression, scopeOf(input, Date.now()))
    if ('errors' in evaluated) throw evaluationError(args.expression, evaluated.errors)
    await this.show(evaluated.value, JSON.stringify(evaluated.value))
  }

  private async readInput(name: string): Promise<EvaluationInput> {
    const text = await readInput(name, processSurroundings().cwd)
    return parseEvaluationInput(parseJson(text, name === '-' ? 'stdin' : name))
  }

  private async answerLines(): Promise<void> {
    let answers = ''
    for await (const line of stdinLines()) {
      answers += this.answerTo(line)
      if (answers.length < mostHeld) continue
      await this.write(answers.slice(0, -1))
      answers = ''
    }
    if (answers !== '') await this.write(answers.slice(0, -1))
  }

  /** With its line end; nothing for a line that asks nothing. */
  private answerTo(line: Line): string {
    try {
      const text = textOf(line)
      return text.trim() === '' ? '' : `${JSON.stringify(this.resultOf(text))}\n`
    } catch (error) {
      if (!(error instanceof TameError)) throw error
      return `${JSON.stringify({error: {code: error.code, message: error.message, line: 1, column: 1}})}\n`
    }
  }

  private resultOf(line: string): object {
    const {expr, input} = questionIn(line)
    const evaluated = this.evaluations.evaluate(expr, scopeOf(input, Date.now()))
    return 'errors' in evaluated ? {error: faultJson(evaluated.errors)} : evaluated
  }
}

/** A write for each answer would take longer than the answer; all of them at once would not fit. */
const mostHeld = 64 * 1024

function textOf(line: Line): string {
  if (line === undefined) throw new TameError('INPUT_TOO_LARGE', 'The line is longer than 1 MiB')
  if (!isUtf8(line)) throw new TameError('INPUT_NOT_TEXT', 'The line is not UTF-8 text')
  return line.toString('utf8')
}

function questionIn(line: string): {expr: string; input: EvaluationInput} {
  const asked = parseJson(line, 'The line')
  const {expr, input = {}} = (typeof asked === 'object' && asked !== null ? asked : {}) as Record<
    string,
    unknown
  >
  if (typeof expr !== 'string') throw new TameError('BAD_INPUT', 'The line has no "expr" that is a text')
  return {expr, input: parseEvaluationInput(input)}
}

/** The first of an expression's faults: where it has several, the others often follow from it. */
function faultJson([first]: readonly EvaluationFault[]): object {
  return {code: first?.code, message: first?.message, line: first?.line, column: first?.column}
}

const noExpression = (): TameError =>
  new TameError('USAGE', 'There is no expression to evaluate', {
    suggestions: ["tame policy eval '1 + 1'", 'tame policy eval --help'],
    exitCode: ExitCode.misuse,
  })

function evaluationError(source: string, faults: readonly EvaluationFault[]): TameError {
  const [first] = faults
  return new TameError(
    first?.code ?? 'BAD_EXPRESSION',
    faults.map((fault) => faultText(source, fault)).join('\n'),
    {
      suggestions: faults.flatMap(({suggestion}) => suggestion ?? []),
      exitCode: ExitCode.failed,
    },
  )
}
