import type {Limit} from '../model/limit.js'
import {joinNeeds, type Needs} from './compile/needs.js'
import type {Rule} from './rule/rule.js'

/** The facts that rules ask for; whatever is not among them need not be looked up. */
export interface PolicyNeeds extends Needs {
  readonly limits: readonly Limit[]
}

/** What a policy has to say about one tool. */
export interface Candidates {
  /** The rules that can apply, in the order of the file. */
  readonly rules: readonly Rule[]
  readonly needs: PolicyNeeds
  /** What a call adds to its session's cost. */
  readonly cost: number
  /** Whether a person may have to be asked about a call. */
  readonly mayAsk: boolean
  /** The rule whose comparisons explain a default decision. */
  readonly nearest: Rule | undefined
}

/** No tool has a longer name; to look for one in globs, or to keep it, costs whatever the caller wants it to. */
const longestName = 1000

/** What there is to say about a tool with a name too long to look at. */
export const nameTooLong: Candidates = {
  rules: [],
  needs: needsOfRules([]),
  cost: 0,
  mayAsk: false,
  nearest: undefined,
}

// A caller chooses the names of tools: however many it makes up, the memory they take is bounded. The policy's own don't
// count, or a policy with more tools than that would look for its rules anew at every call.
const mostStrangersKept = 2000

/** From a tool's name to what matters for it, so that a decision costs nothing for rules about other tools. */
export class ToolIndex {
  private readonly named = new Map<string, Rule[]>()
  private readonly unnamed: readonly Rule[]
  private readonly known = new Map<string, Candidates>()
  private readonly strangers = new Map<string, Candidates>()

  constructor(
    rules: readonly Rule[],
    private readonly costOf: (tool: string) => number,
    private readonly isNear: (rule: Rule) => boolean,
    private readonly asksByDefault = false,
  ) {
    this.unnamed = rules.filter((rule) => rule.toolNames === undefined)
    for (const rule of rules) for (const tool of rule.toolNames ?? []) this.add(tool, rule)
  }

  candidatesFor(tool: string): Candidates {
    return this.known.get(tool) ?? this.strangers.get(tool) ?? this.lookUp(tool)
  }

  private lookUp(tool: string): Candidates {
    return tool.length > longestName ? nameTooLong : this.keep(tool, this.find(tool))
  }

  private keep(tool: string, candidates: Candidates): Candidates {
    if (this.named.has(tool)) this.known.set(tool, candidates)
    else {
      if (this.strangers.size >= mostStrangersKept) this.strangers.clear()
      this.strangers.set(tool, candidates)
    }
    return candidates
  }

  private add(tool: string, rule: Rule): void {
    const rules = this.named.get(tool)
    if (rules === undefined) this.named.set(tool, [rule])
    else rules.push(rule)
  }

  private find(tool: string): Candidates {
    const named = this.named.get(tool) ?? []
    const unnamed = this.unnamed.filter((rule) => rule.fitsTool(tool))
    const rules = [...named, ...unnamed].sort((a, b) => a.position - b.position)
    return {
      rules,
      needs: needsOfRules(rules),
      cost: this.costOf(tool),
      mayAsk: this.asksByDefault || rules.some(({effect}) => effect === 'approve'),
      // A rule that names the tool says more about it than one for all tools.
      nearest: named.find(this.isNear) ?? unnamed.find(this.isNear),
    }
  }
}

export function needsOfRules(rules: readonly Rule[]): PolicyNeeds {
  const conditions = joinNeeds(rules.flatMap(({condition}) => condition?.needs ?? []))
  return {
    ...conditions,
    agent: conditions.agent || rules.some(({definition}) => definition.agents !== undefined),
    metadata: conditions.metadata || rules.some(({definition}) => definition.conditions?.session_context),
    limits: rules.flatMap(({limit}) => limit ?? []),
  }
}
