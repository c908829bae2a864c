import {basename, dirname} from 'node:path'
import {ExitCode, TameError} from '../errors.js'
import {readDocument, type SourceDocument} from '../source/document.js'
import {type Problem, placedText} from '../source/problem.js'
import {checkShape} from '../source/shape.js'
import type {ConfigText} from './config-text.js'
import type {Layer, Setting, SettingValue} from './layer.js'
import type {OriginKind} from './origin.js'
import {type ConfigKey, configSchema, isConfigKey} from './schema.js'
import {locatedValue} from './typed-value.js'

/** What a file sets; throws with all its problems when it has any. */
export function parseConfigText({file, text, at}: ConfigText, kind: OriginKind, home: string): Layer {
  const document = readDocument(file, text)
  refuse(document.problems, file)
  const content = contentOf(document, at)
  if (content === null || content === undefined) return {kind, settings: new Map()}
  refuse(checkShape(document, configSchema, at), file)
  return {kind, settings: new Map(settingsIn(document, at, content, kind, home))}
}

function* settingsIn(
  document: SourceDocument,
  at: readonly string[],
  content: object,
  kind: OriginKind,
  home: string,
): Generator<[ConfigKey, Setting]> {
  const {file} = document
  for (const [key, value] of Object.entries(content) as [string, SettingValue][]) {
    if (!isConfigKey(key)) continue
    const line = document.lineAt([...at, key])
    yield [
      key,
      {value: locatedValue(key, value, directoryOf(file), home), origin: {kind, source: file, line}},
    ]
  }
}

const contentOf = ({value}: SourceDocument, at: readonly string[]): object | null | undefined =>
  at.reduce<unknown>((around, key) => (around as Record<string, unknown> | null)?.[key], value) as
    | object
    | null

/** Where a file's relative paths begin: a project's `.tame/config.yaml` speaks of the project. */
export function directoryOf(file: string): string {
  const directory = dirname(file)
  return basename(directory) === '.tame' ? dirname(directory) : directory
}

function refuse(problems: readonly Problem[], file: string): void {
  if (problems.length === 0) return
  const shown = problems.map(withoutSecret)
  const suggestions = shown.flatMap(({suggestion}) => suggestion ?? [])
  throw new TameError('CONFIG_INVALID', shown.map(placedText).join('\n'), {
    suggestions: [...new Set([...suggestions, `Edit ${file}`])],
    exitCode: ExitCode.misuse,
  })
}

/** A line that may hold a key or a password is not repeated in an error. */
function withoutSecret(problem: Problem): Problem {
  return /api_?key|store|:\/\//i.test(problem.excerpt) ? {...problem, excerpt: ''} : problem
}
