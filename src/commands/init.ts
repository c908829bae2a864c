import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../command.js'
import type {Surroundings} from '../config/layer.js'
import {ExitCode} from '../errors.js'
import {ask, canAsk} from '../runtime/confirm.js'
import {type Plan, planSetup} from '../runtime/init/plan.js'
import {setUp} from '../runtime/init/set-up.js'
import {mayWantWorkflow} from '../runtime/init/workflow.js'
import {shownPath} from '../runtime/policy-file.js'
import {processSurroundings} from '../runtime/surroundings.js'
import {plannedText, setupText} from '../ui/text/setup.js'

export default class Init extends TameCommand {
  static override summary = 'Begin with a policy, its tests and a record of your own'
  static override description =
    'Writes policy.yaml, with examples to change, and policy.test.yaml beside it, where there is no policy yet; and .tame, in which the record of this project is kept, out of git, beside its settings. Nothing that is there is overwritten. On a terminal it asks before it writes.'
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init --yes',
    '<%= config.bin %> init --yes --ci github',
  ]
  static override flags = {
    yes: Flags.boolean({description: 'Ask nothing'}),
    ci: Flags.option({
      options: ['github'] as const,
      description: 'Also write a workflow that checks the policy at every push',
    })(),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Init)
    const settings = await this.settings()
    const here = processSurroundings()
    const isAsking = !flags.yes && !this.jsonEnabled() && canAsk()
    if (!flags.yes && !isAsking) this.tell('There is nobody to ask, so nothing is asked, as with --yes')
    const withWorkflow = flags.ci !== undefined || (isAsking && (await wantsWorkflow(here)))
    const plan = await planSetup(settings, here, {root: this.config.root, withWorkflow})
    if (!isAsking || (await this.isMeant(plan, here))) return this.show(setUp(plan, here), setupText)
    process.exitCode = ExitCode.failed
    this.tell('Nothing was written')
  }

  private async isMeant({starters}: Plan, here: Surroundings): Promise<boolean> {
    if (starters.length === 0) return true
    this.tell(
      plannedText(
        starters.map(({path, about}) => ({path: shownPath(path, here), about})),
        await this.talkCanvas(),
      ),
    )
    return ask('Write this?', 'yes')
  }
}

const wantsWorkflow = async (here: Surroundings): Promise<boolean> =>
  mayWantWorkflow(here) && (await ask('Have GitHub check the policy at every push?', 'no'))
