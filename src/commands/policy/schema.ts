import {TameCommand} from '../../command.js'

export default class PolicySchema extends TameCommand {
  static override summary = 'Print the JSON Schema of a policy file'
  static override description =
    'Editors complete and check policies with it. For the YAML extension of VS Code, begin policy.yaml with the line: # yaml-language-server: $schema=policy.schema.json'
  static override examples = ['<%= config.bin %> policy schema > policy.schema.json']
  async run(): Promise<void> {
    await this.parse(PolicySchema)
    const schema = await policy()
    await this.show(schema, JSON.stringify(schema, null, 2))
  }
}

const policy = async (): Promise<object> => (await import('../../policy/file/schema.js')).policySchema()
