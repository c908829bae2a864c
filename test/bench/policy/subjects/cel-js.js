import {Environment} from '@marcbachmann/cel-js'

/** CEL says one condition; a policy of them is a list, asked from the top. */
export function load({tools}) {
  const environment = new Environment().registerVariable('tool', 'string').registerVariable('args', 'map')
  const rules = tools.flatMap(({tool, region, limit}) => [
    {effect: 'deny', holds: environment.parse(`tool == "${tool}" && args.region == "${region}"`)},
    {effect: 'allow', holds: environment.parse(`tool == "${tool}" && args.amount <= ${limit}.0`)},
  ])
  return {
    decide: (call) => rules.find(({holds}) => holds(call)),
    effectOf: (rule) => rule?.effect ?? 'deny',
  }
}
