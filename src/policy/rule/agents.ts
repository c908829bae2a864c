import type {AgentFacts} from '../../model/facts.js'
import {type Note, takeDown} from '../compile/tape.js'
import type {AgentsFile} from '../file/schema.js'
import {fail} from '../values/failure.js'
import type {Requirement} from './requirement.js'
import type {Trial} from './trial.js'

interface Question {
  readonly note: Note
  readonly expected: readonly string[]
  answer(agent: AgentFacts): readonly string[]
  shown(agent: AgentFacts | null): unknown
}

/** Who is calling. Nobody known is nobody's id, tier or tag. */
export function createAgentsRequirement(agents: AgentsFile): Requirement {
  const questions = questionsOf(agents)
  const holds = (trial: Trial): boolean => {
    const agent = agentOf(trial)
    return questions.every((question) => {
      const result = isAmong(question, agent)
      takeDown(question.note, question.shown(agent), question.expected, result)
      return result
    })
  }
  return {key: 'agents', holds}
}

function questionsOf({ids, tiers, tags}: AgentsFile): readonly Question[] {
  const questions: Question[] = []
  if (ids) questions.push(single('ids', 'agent.id', ids, (agent) => agent.id))
  if (tiers) questions.push(single('tiers', 'agent.trust_tier', tiers, (agent) => agent.trustTier))
  if (tags) {
    const tagsOf = (agent: AgentFacts | null): readonly string[] => agent?.tags ?? []
    questions.push({
      note: {source: 'agents.tags', field: 'agent.tags', operator: 'any in', reads: []},
      expected: tags,
      answer: tagsOf,
      shown: tagsOf,
    })
  }
  return questions
}

function single(
  key: 'ids' | 'tiers',
  field: string,
  expected: readonly string[],
  of: (agent: AgentFacts) => string | null,
): Question {
  return {
    note: {source: `agents.${key}`, field, operator: 'in', reads: []},
    expected,
    answer: (agent) => [of(agent) ?? []].flat(),
    shown: (agent) => (agent === null ? null : of(agent)),
  }
}

const isAmong = ({expected, answer}: Question, agent: AgentFacts | null): boolean =>
  agent !== null && answer(agent).some((each) => expected.includes(each))

function agentOf({facts}: Trial): AgentFacts | null {
  return facts.agent === undefined ? fail('who is calling was not looked up') : facts.agent
}
