import {newEnforcer, newModelFromString, StringAdapter} from 'casbin'

// Columns and one matcher, not `eval(p.rule)`: that would cut and paste the text of every rule at every decision.
const model = `
[request_definition]
r = tool, region, amount
[policy_definition]
p = tool, region, limit, eft
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = r.tool == p.tool && (p.region == "*" || r.region == p.region) && r.amount <= p.limit
`

export async function load({tools}) {
  const lines = tools.flatMap(({tool, region, limit}) => [
    `p, ${tool}, ${region}, Infinity, deny`,
    `p, ${tool}, *, ${limit}, allow`,
  ])
  const enforcer = await newEnforcer(newModelFromString(model), new StringAdapter(lines.join('\n')))
  return {
    decide: ({tool, args}) => enforcer.enforceSync(tool, args.region, args.amount),
    effectOf: (allowed) => (allowed ? 'allow' : 'deny'),
  }
}
