import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'

export default class PolicySchema extends TameCommand {
  static override summary = 'Print the JSON Schema of a policy file'
  static override description =
    'Editors complete and check policies with it. For the YAML extension of VS Code, begin policy.yaml with the line: # yaml-language-server: $schema=policy.schema.json'
  static override examples = [
    '<%= config.bin %> policy schema > policy.schema.json',
    '<%= config.bin %> policy schema --suite > policy.test.schema.json',
  ]
  static override baseFlags = TameCommand.printingFlags
  static override flags = {
    suite: Flags.boolean({description: 'That of a test suite, policy.test.yaml'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(PolicySchema)
    const schema = await (flags.suite ? suite() : policy())
    await this.show(schema, JSON.stringify(schema, null, 2))
  }
}

const policy = async (): Promise<object> => (await import('../../policy/file/schema.js')).policySchema()
const suite = async (): Promise<object> => (await import('../../policy/suite/schema.js')).suiteSchema()
