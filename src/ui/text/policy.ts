import type {Canvas} from '../theme.js'
import {counted} from './counted.js'
import {escaped} from './escape.js'
import {tableText} from './table.js'
import {hanging} from './wrap.js'

interface ShownRule {
  name: string
  effect: string
  line: number
  reason: string
  definition: {
    tools?: readonly string[] | undefined
    condition?: string | undefined
    description?: string | undefined
  }
}

export interface ShownPolicy {
  version: string
  description: string | null
  hash: string
  file: string
  isShadow: boolean
  defaultEffect: string
  timezone: string
  rules: readonly ShownRule[]
}

export const policyJson = ({
  version,
  hash,
  file,
  description,
  isShadow,
  defaultEffect,
  timezone,
  rules,
}: ShownPolicy): object => ({
  version,
  hash,
  source: file,
  description,
  mode: isShadow ? 'shadow' : 'enforce',
  default: defaultEffect,
  timezone,
  rules_count: rules.length,
  rules: rules.map((rule) => ({
    name: rule.name,
    action: rule.effect,
    tools: rule.definition.tools ?? ['*'],
    condition: rule.definition.condition ?? null,
    description: rule.definition.description ?? null,
    reason: rule.reason,
    line: rule.line,
  })),
})

export function policyText(policy: ShownPolicy, canvas: Canvas): string {
  const {theme} = canvas
  const {file, version, hash, isShadow, defaultEffect, rules, description} = policy
  const head = [
    `${theme.strong(escaped(file))}  version ${escaped(version)}, ${counted(rules.length, 'rule')}, by default ${defaultEffect}`,
    theme.faint(`sha256 ${hash}`),
    ...(description === null ? [] : [escaped(description)]),
    ...(isShadow ? [theme.warning('mode: shadow. It decides and records, but lets every call run')] : []),
  ]
  return [...head.map((line) => hanging(line, canvas.width)), '', rulesTable(rules, canvas)].join('\n')
}

const rulesTable = (rules: readonly ShownRule[], canvas: Canvas): string =>
  tableText(
    rules,
    [
      {head: 'RULE', cell: ({name}) => name},
      {head: 'ACTION', cell: ({effect}) => effect},
      {head: 'TOOLS', cell: ({definition}) => (definition.tools ?? ['*']).join(', ')},
      {
        head: 'CONDITION',
        cell: ({definition}) => (definition.condition ?? '').replaceAll(/\s+/g, ' ').trim(),
      },
      {head: 'LINE', cell: ({line}) => String(line)},
    ],
    canvas,
  )
