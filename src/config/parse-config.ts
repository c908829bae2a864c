import {basename, dirname} from 'node:path'
import {ExitCode, TameError} from '../errors.js'
import {closestName} from '../model/spelling.js'
import {type Path, readDocument, type SourceDocument} from '../source/document.js'
import {type Problem, placedText} from '../source/problem.js'
import {checkShape} from '../source/shape.js'
import type {ConfigText} from './config-text.js'
import {configKeys, isConfigKey} from './keys.js'
import type {Layer, Setting, SettingValue} from './layer.js'
import {locatedValue} from './located-value.js'
import type {OriginKind} from './origin.js'
import {type ConfigKey, configSchema} from './schema.js'

/** What a file sets; throws with all its problems when it has any. */
export function parseConfigText({file, text, at}: ConfigText, kind: OriginKind, home: string): Layer {
  const document = readDocument(file, text)
  refuse(document.problems, file)
  const content = contentOf(document, at)
  if (content === null || content === undefined) return {kind, settings: new Map()}
  refuse(checkShape(document, configSchema, {at, isSecret}), file)
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

/** What must not be shown, or may hold what must not. */
const secretKeys: readonly PropertyKey[] = ['api_key', 'api_url', 'store', 'notify_url', 'notify_secret']
const isSecret = ([key]: Path): boolean => key !== undefined && secretKeys.includes(key)

const keyedLine = /^(\s*["']?([\w-]+)["']?\s*:)(.*)$/

/**
 * The line is shown only as far as it is known to hold no secret: whole after a key that never does; up to the colon
 * after any other, for `api_kye` holds one too; and not at all where it goes on from the line before.
 */
function withoutSecret(problem: Problem): Problem {
  const [, upToColon = '', key = '', rest = ''] = keyedLine.exec(problem.excerpt) ?? []
  if (isConfigKey(key) && !secretKeys.includes(key)) return problem
  // A key that is like none of ours may be the secret itself, put in the wrong place.
  const start = closestName(key, configKeys) === undefined ? '' : upToColon
  const excerpt = start === '' || rest.trim() === '' ? start : `${start} …`
  return {
    ...problem,
    excerpt,
    length: Math.max(1, Math.min(problem.length, excerpt.length - problem.column + 1)),
  }
}
