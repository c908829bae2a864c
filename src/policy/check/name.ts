import {closestName} from '../../model/spelling.js'
import {functions} from '../functions/registry.js'
import type {NameExpression} from '../parse/expression.js'
import {anyType, type Type} from '../values/type.js'
import {aliasIn, nameAliases} from './aliases.js'
import type {Variables} from './check.js'
import {documentedNames, factTypes, valueTypes} from './names.js'
import {didYouMean, type Report, shown} from './report.js'

export function checkName(expression: NameExpression, variables: Variables, report: Report): Type {
  const {name} = expression
  const known = variables.get(name) ?? (Object.hasOwn(valueTypes, name) ? valueTypes[name] : undefined)
  if (known) return known
  if (Object.hasOwn(factTypes, name)) {
    const members = Object.keys(factTypes[name as keyof typeof factTypes])
    report.tell(
      'UNKNOWN_MEMBER',
      `\`${name}\` is not a value by itself`,
      expression,
      `Its members are ${members.join(', ')}`,
    )
  } else if (functions.has(name)) {
    report.tell('UNKNOWN_NAME', `\`${name}\` is a function`, expression, `Write ${name}(…)`)
  } else {
    report.tell(
      'UNKNOWN_NAME',
      `There is no name ${shown(name)}`,
      expression,
      nameSuggestion(name, variables),
    )
  }
  return anyType
}

function nameSuggestion(name: string, variables: Variables): string | undefined {
  const known = [...variables.keys(), ...documentedNames]
  const near = aliasIn(nameAliases, name) ?? closestName(name, known)
  return didYouMean(near) ?? `If it is text, put it in quotes: "${name.slice(0, 40)}"`
}
