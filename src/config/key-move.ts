import {ExitCode, TameError} from '../errors.js'
import type {Changes} from './change.js'
import {readConfigText} from './config-text.js'
import type {Layer, SettingValue, Surroundings} from './layer.js'
import type {LoadedConfig} from './load.js'
import {parseConfigText} from './parse-config.js'
import {resolveConfig, sameUrl, weakens} from './resolve.js'
import type {ConfigKey} from './schema.js'
import {shownValue} from './secret.js'

/** A key, and the server it would go to. */
interface Pair {
  key: SettingValue | null
  url: SettingValue | null
}

const pairOf = (settings: ReadonlyMap<ConfigKey, SettingValue | null>): Pair => ({
  key: settings.get('api_key') ?? null,
  url: settings.get('api_url') ?? null,
})

/** What a file sets now; nothing when it is not there. */
export function settingsIn(file: string, {home}: Surroundings): ReadonlyMap<ConfigKey, SettingValue> {
  const text = readConfigText(file)
  if (text === undefined) return new Map()
  const {settings} = parseConfigText(text, 'user', home)
  return new Map([...settings].map(([key, {value}]) => [key, value]))
}

/** The URL that the key a file already has would go to from now on; nothing when it stays where it belongs. */
export function movedKey(
  before: ReadonlyMap<ConfigKey, SettingValue>,
  changes: Changes,
): {from: string; to: string} | undefined {
  const [old, next] = [pairOf(before), pairOf(new Map([...before, ...changes]))]
  const moves = old.key !== null && next.key === old.key && next.url !== null && !sameUrl(old.url, next.url)
  return moves ? {from: shownUrl(old.url), to: shownUrl(next.url)} : undefined
}

/** `config save` must not put a key beside a URL that it was not meant for, not even one that the file brought along. */
export function refuseStrayPair(
  file: string,
  before: ReadonlyMap<ConfigKey, SettingValue>,
  changes: Changes,
  {values}: LoadedConfig,
): void {
  const next = pairOf(new Map([...before, ...changes]))
  const known = [pairOf(before), {key: values.api_key, url: values.api_url}]
  const together = known.some(
    ({key, url}) => key === next.key && (url === next.url || sameUrl(url, next.url)),
  )
  if (next.key !== null && next.url !== null && !together) throw keyMoves(file, shownUrl(next.url))
}

/** What `config load` must not take over: the file could be anybody's. */
export function refuseForeign(
  file: string,
  changes: Changes,
  before: ReadonlyMap<ConfigKey, SettingValue>,
  layers: readonly Layer[],
): void {
  const weak = [...changes].find(([key, value]) => weakens(key, value))
  if (weak !== undefined) throw weakened(file, weak[0], weak[1])
  const own = before.get('api_key')
  if (own !== undefined && changes.has('api_key') && changes.get('api_key') !== own) throw keyReplaced(file)
  if (keyWouldFollow(changes, layers)) throw keyMoves(file, shownUrl(changes.get('api_url') ?? null))
}

/** Whether a key that the file did not bring would go to the URL that it did. */
function keyWouldFollow(changes: Changes, layers: readonly Layer[]): boolean {
  const loaded = [...changes].flatMap(([key, value]) =>
    value === null ? [] : [[key, {value, origin: {kind: 'user', source: null, line: null}}] as const],
  )
  const after = layers.map((layer) =>
    layer.kind === 'user' ? {...layer, settings: new Map([...layer.settings, ...loaded])} : layer,
  )
  const [then, now] = [resolveConfig(after).values, resolveConfig(layers).values]
  if (!changes.has('api_url') || then.api_key === null || then.api_key === changes.get('api_key'))
    return false
  return !sameUrl(then.api_url, now.api_url)
}

const shownUrl = (url: SettingValue | null): string =>
  url === null ? 'no URL' : String(shownValue('api_url', url))

const misuse = (code: string, message: string, suggestions: readonly string[]): TameError =>
  new TameError(code, message, {suggestions, exitCode: ExitCode.misuse})

const keyMoves = (file: string, url: string): TameError =>
  misuse('KEY_MOVES', `${file} names the server ${url}, and your api_key was not configured for it`, [
    `tame config set api_url ${url}`,
    'tame config set api_key --unset',
    'Name another file with --file',
  ])

const keyReplaced = (file: string): TameError =>
  misuse('KEY_REPLACED', `${file} brings an api_key, and yours would be lost`, [
    'tame config set api_key --unset',
    `Use it for one command: --config ${file}`,
  ])

const weakened = (file: string, key: ConfigKey, value: SettingValue | null): TameError =>
  misuse(
    'POLICY_WEAKENED',
    `${file} sets ${key} to ${shownValue(key, value)}: that is not taken over from a file`,
    [`tame config set ${key} ${shownValue(key, value)}`, `Remove ${key} from ${file}`],
  )
