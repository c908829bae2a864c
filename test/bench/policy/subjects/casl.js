import {createMongoAbility} from '@casl/ability'

/** Yes or no, without a reason. The last rule that matches wins, so they are given in reverse. */
export function load({tools}) {
  const rules = tools.flatMap(({tool, region, limit}) => [
    {action: tool, subject: 'Call', inverted: true, conditions: {region}},
    {action: tool, subject: 'Call', conditions: {amount: {$lte: limit}}},
  ])
  const ability = createMongoAbility(rules.reverse(), {detectSubjectType: () => 'Call'})
  return {
    decide: ({tool, args}) => ability.can(tool, args),
    effectOf: (allowed) => (allowed ? 'allow' : 'deny'),
  }
}
