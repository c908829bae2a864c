import type {Datetime} from '../clock.js'
import type {AgentFacts, FactName, SessionFacts, UserFacts} from '../compile/scope.js'
import {anyType, listOf, mapOf, numberType, orNull, type Type, textType} from '../values/type.js'

type Members<Facts> = {readonly [Member in keyof Facts]: Type}

const session: Members<SessionFacts> = {
  id: orNull(textType),
  action_count: numberType,
  allowed_count: numberType,
  denied_count: numberType,
  estimated_cost: numberType,
  age_seconds: numberType,
  calls: mapOf(numberType),
}

const agent: Members<AgentFacts> = {
  id: orNull(textType),
  name: orNull(textType),
  trust_tier: orNull(textType),
  tags: listOf(textType),
}

const user: Members<UserFacts> = {id: orNull(textType)}

const datetime: Members<Datetime> = {
  year: numberType,
  month: numberType,
  day: numberType,
  hour: numberType,
  minute: numberType,
  weekday: numberType,
  iso: textType,
}

/** Names that have no value of their own, only members. */
export const factTypes: Readonly<Record<FactName, {readonly [member: string]: Type}>> = {
  session,
  agent,
  user,
  datetime,
}

/** Names that are values. */
export const valueTypes: {readonly [name: string]: Type} = {
  tool_name: textType,
  tool_args: mapOf(anyType),
  metadata: mapOf(anyType),
}

export const documentedNames: readonly string[] = [...Object.keys(valueTypes), ...Object.keys(factTypes)]
