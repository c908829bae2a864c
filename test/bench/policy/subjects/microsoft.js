import sdk from '@microsoft/agent-governance-sdk'

/** `evaluatePolicy`, its interface with comparisons; the older `evaluate` knows only equality. The highest priority wins. */
export function load({tools}) {
  const rules = tools.flatMap(({tool, region, limit}) => [
    {name: `deny_${tool}`, condition: `tool == '${tool}' and args.region == '${region}'`, ruleAction: 'deny'},
    {name: `allow_${tool}`, condition: `tool == '${tool}' and args.amount <= ${limit}`, ruleAction: 'allow'},
  ])
  const engine = new sdk.PolicyEngine()
  engine.loadPolicy({
    name: 'bench',
    default_action: 'deny',
    rules: rules.map((rule, at) => ({...rule, priority: rules.length - at})),
  })
  return {
    decide: (call) => engine.evaluatePolicy('did:agent:researcher', call),
    effectOf: ({action}) => action,
  }
}
