import {preparsePolicySet, statefulIsAuthorized} from '@cedar-policy/cedar-wasm/nodejs'

const principal = {type: 'Agent', id: 'researcher'}
const resource = {type: 'System', id: 'tools'}

/** Parsed once and kept by Cedar under a name. A forbid beats every permit, as the deny rules here stand first. */
export function load({tools}) {
  const policies = tools.flatMap(({tool, region, limit}) => [
    `forbid(principal, action == Action::"${tool}", resource) when {context.region == "${region}"};`,
    `permit(principal, action == Action::"${tool}", resource) when {context.amount <= ${limit}};`,
  ])
  const parsed = preparsePolicySet('bench', {staticPolicies: policies.join('\n')})
  if (parsed.type !== 'success') throw new Error(parsed.errors[0].message)
  return {
    decide: ({tool, args}) =>
      statefulIsAuthorized({
        principal,
        action: {type: 'Action', id: tool},
        resource,
        context: args,
        preparsedPolicySetId: 'bench',
        entities: [],
      }),
    effectOf: (answer) => answer.response?.decision,
  }
}
