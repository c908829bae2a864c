import * as z from 'zod/mini'
import {decision} from './decision.js'
import {errorBody} from './error.js'
import {tree} from './explanation.js'
import {clientHeader} from './headers.js'
import {key} from './key.js'
import {logRecord} from './log-record.js'
import type {Operation} from './operation.js'
import {operations} from './operations.js'
import {partsOf, placeholderOf} from './path.js'
import {session} from './session.js'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 document of all operations. */
export function openApi(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'tame',
      version,
      description:
        'Decides what an agent\'s tools may do, and keeps the record. Answers that come in lines are JSON lines: {"item": …} each, and {"end": {"count": …}} or {"error": …} last; one without its last line was cut. The WebSocket /ws/{session_id} sends the decisions and results of a session as they are recorded.',
    },
    security: [{key: []}],
    paths: paths(),
    components: {
      securitySchemes: {key: {type: 'http', scheme: 'bearer'}},
      schemas: schemas(),
    },
  }
}

function paths(): Json {
  const found: Record<string, Record<string, Json>> = {}
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    found[operation.path] ??= {}
    const path = found[operation.path]
    if (path !== undefined) path[operation.method.toLowerCase()] = operationObject(name, operation)
  }
  return found
}

function operationObject(name: string, operation: Operation): Json {
  return {
    operationId: name,
    summary: operation.summary,
    ...(operation.role === 'anyone' ? {security: []} : {description: `For keys of role ${operation.role}.`}),
    parameters: parameters(operation),
    ...(operation.body && {
      requestBody: {
        required: true,
        content: {'application/json': {schema: eitherOf(operation.body, operation.plainBody)}},
      },
    }),
    responses: {
      200: {description: 'Done', content: {[mediaTypes[operation.form]]: {schema: answerSchema(operation)}}},
      ...Object.fromEntries(
        Object.entries(operation.failures ?? {}).map(([status, description]) => [
          status,
          failure(description),
        ]),
      ),
      default: failure('It was not done'),
    },
  }
}

const mediaTypes = {
  json: 'application/json',
  lines: 'application/jsonl',
  events: 'text/event-stream',
  text: 'text/plain',
} as const satisfies Record<Operation['form'], string>

const failure = (description: string): Json => ({
  description,
  content: {'application/json': {schema: ref(errorBody)}},
})

const ref = (schema: z.ZodMiniType): Json => ({$ref: `#/components/schemas/${names.get(schema)}`})

const eitherOf = (schema: z.ZodMiniType, plain: z.ZodMiniType | undefined): Json =>
  plain === undefined ? ref(schema) : {anyOf: [ref(schema), ref(plain)]}

const answerSchema = ({answer, plainAnswer}: Operation): Json =>
  answer === undefined ? {type: 'string'} : eitherOf(answer, plainAnswer)

function parameters({path, query, plainAnswer}: Operation): Json[] {
  return [
    ...partsOf(path).flatMap((part) => {
      const name = placeholderOf(part)
      return name === undefined ? [] : [{name, in: 'path', required: true, schema: {type: 'string'}}]
    }),
    ...queryParameters(query),
    ...(plainAnswer === undefined ? [] : [versionHeader]),
  ]
}

const versionHeader: Json = {
  name: clientHeader,
  in: 'header',
  required: false,
  description:
    'The version of a client that knows the whole of this; others are read, and answered, in the plain form',
  schema: {type: 'string'},
}

function queryParameters(query: z.ZodMiniType | undefined): Json[] {
  if (query === undefined) return []
  const {properties = {}, required = []} = z.toJSONSchema(query, options)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

/** What comes in and goes out as JSON, and not what our code makes of it. */
const options = {io: 'input', unrepresentable: 'any'} as const

function schemas(): Json {
  const registry = z.registry<{id: string}>()
  for (const [schema, id] of names) registry.add(schema, {id})
  const made = z.toJSONSchema(registry, {...options, uri: (id) => `#/components/schemas/${id}`})
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, {$schema: _, $id: __, ...schema}]) => [id, schema]),
  )
}

/** Each schema's name: the noun's, where it is one, else the first operation's that has it. */
const names: ReadonlyMap<z.ZodMiniType, string> = namedSchemas()

function namedSchemas(): Map<z.ZodMiniType, string> {
  const named = new Map<z.ZodMiniType, string>([
    [decision, 'decision'],
    [logRecord, 'log_record'],
    [session, 'session'],
    [key, 'key'],
    [tree, 'expression'],
    [errorBody, 'error'],
  ])
  for (const [operation, {body, plainBody, answer, plainAnswer}] of Object.entries<Operation>(operations)) {
    nameUnlessNamed(named, body, `${operation}Body`)
    nameUnlessNamed(named, plainBody, `${operation}PlainBody`)
    nameUnlessNamed(named, answer, `${operation}Answer`)
    nameUnlessNamed(named, plainAnswer, `${operation}PlainAnswer`)
  }
  return named
}

function nameUnlessNamed(
  named: Map<z.ZodMiniType, string>,
  schema: z.ZodMiniType | undefined,
  name: string,
): void {
  if (schema !== undefined && !named.has(schema)) named.set(schema, name)
}
