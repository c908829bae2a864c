import {pathToFileURL} from 'node:url'

const nowMs = Date.parse('2026-11-20T10:00:00Z')
const receipt = {logId: 'log_1', sessionId: 'session_1', timestamp: '2026-11-20T10:00:00Z', approvalId: null}

/** The whole object that `--json` prints, with its comparisons. The id and the time are given, as the engine gives them. */
export async function load({unnamed, tools}, {built}) {
  const {readPolicy, decide, createDecision, decisionJson} = await import(pathToFileURL(built).href)
  const {policy, problems} = readPolicy('policy.yaml', policyText(unnamed, tools))
  if (policy === undefined) throw new Error(problems[0].message)
  return {
    decide: (call) => decisionJson(createDecision(decide(policy, call, {}, nowMs), receipt)),
    effectOf: ({decision}) => decision,
  }
}

function policyText(unnamed, tools) {
  const rules = [
    ...unnamed.map(
      ({name, label}) => `name: ${name}, condition: tool_args.label == "${label}", action: deny`,
    ),
    ...tools.flatMap(({tool, region, limit}, at) => [
      `name: deny_${at}, tools: [${tool}], condition: tool_args.region == "${region}", action: deny`,
      `name: allow_${at}, tools: [${tool}], condition: tool_args.amount <= ${limit}, action: allow`,
    ]),
  ]
  return `version: "1"\nrules:\n${rules.map((rule) => `- {${rule}}\n`).join('')}`
}
