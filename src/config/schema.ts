import * as z from 'zod/mini'
import type {defaults} from './keys.js'

const url = z
  .string({error: 'must be a URL'})
  .check(z.refine(isHttpUrl, {error: 'must be an http:// or https:// URL without a query'}))

const store = z
  .string({error: 'must be a text'})
  .check(
    z.regex(/^(sqlite:.|postgres(ql)?:\/\/)[^\p{Cc}]*$/u, {error: 'must be sqlite:PATH or postgres://…'}),
  )

const name = z
  .string({error: 'must be a text'})
  .check(
    z.minLength(1, {error: 'must not be empty'}),
    z.regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, {error: 'must not hold control characters'}),
  )

const seconds = z
  .number({error: 'must be a number of seconds'})
  .check(
    z.positive({error: 'must be more than 0'}),
    z.maximum(86_400, {error: 'must be at most 86400, a day'}),
  )

const flag = z.boolean({error: 'must be true or false'})

/** Every key of a configuration file. */
export const configSchema = z.strictObject({
  api_url: z.optional(url),
  api_key: z.optional(name),
  session_id: z.optional(name),
  agent_id: z.optional(name),
  user_id: z.optional(name),
  timeout: z.optional(seconds),
  raise_on_deny: z.optional(flag),
  raise_on_approve: z.optional(flag),
  bypass_mode: z.optional(flag),
  policy: z.optional(name),
  store: z.optional(store),
  durability: z.optional(z.enum(['full', 'normal'])),
  notify_command: z.optional(name),
  notify_url: z.optional(url),
  notify_secret: z.optional(name),
  format: z.optional(z.enum(['table', 'json', 'jsonl', 'csv', 'summary'])),
  color: z.optional(z.enum(['auto', 'always', 'never'])),
})

/** What a configuration file may say; a key that it leaves out is absent. */
export type ConfigFile = z.infer<typeof configSchema>
export type ConfigKey = keyof ConfigFile

/** Every setting with its value; null where nothing is set. */
export type Config = {
  [Key in ConfigKey]: NonNullable<ConfigFile[Key]> | (Key extends DefaultedKey ? never : null)
}

type DefaultedKey = keyof typeof defaults

/** A value of each key that somebody might really want. */
export const examples: Readonly<Record<ConfigKey, string>> = {
  api_url: 'http://localhost:8000',
  api_key: 'tk_…',
  session_id: 'nightly-run',
  agent_id: 'researcher',
  user_id: 'ada',
  timeout: '30',
  raise_on_deny: 'true',
  raise_on_approve: 'true',
  bypass_mode: 'false',
  policy: 'policy.yaml',
  store: 'sqlite:.tame/tame.db',
  durability: 'full',
  notify_command: 'notify-send "tame asks"',
  notify_url: 'https://example.com/hooks/tame',
  notify_secret: 'whs_…',
  format: 'table',
  color: 'auto',
}

function isHttpUrl(text: string): boolean {
  // Some parsers take white space and control characters out of a URL: what is checked would not be what is used.
  if (!URL.canParse(text) || /[\s\p{Cc}]/u.test(text)) return false
  const {protocol, search, hash} = new URL(text)
  return (protocol === 'http:' || protocol === 'https:') && search === '' && hash === ''
}
