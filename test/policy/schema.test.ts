import {expect, test} from 'vitest'
import {policySchema} from '../../src/policy/file/schema.js'

interface Schema {
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  additionalProperties?: unknown
}

const schema = policySchema() as Schema

test('the JSON Schema knows every key and describes it', () => {
  const undescribed: string[] = []
  const walk = (here: Schema, path: string): void => {
    if (here.description === undefined && path !== 'rules.name') undescribed.push(path)
    for (const [key, part] of Object.entries(here.properties ?? {})) walk(part, `${path}.${key}`)
    if (here.items?.properties) walk(here.items, `${path}[]`)
  }
  walk(schema, '')
  expect(undescribed).toEqual([])
  expect(Object.keys(schema.properties ?? {})).toEqual([
    'version',
    'description',
    'default',
    'timezone',
    'mode',
    'rules',
    'costs',
    'redact',
  ])
  const rule = schema.properties?.['rules']?.items
  expect(Object.keys(rule?.properties ?? {})).toEqual([
    'name',
    'description',
    'tools',
    'agents',
    'condition',
    'conditions',
    'limit',
    'action',
    'sanitize',
    'reason',
    'approval',
  ])
  expect([schema.required, rule?.required]).toEqual([
    ['version', 'rules'],
    ['name', 'action'],
  ])
  expect([schema.additionalProperties, rule?.additionalProperties]).toEqual([false, false])
})
