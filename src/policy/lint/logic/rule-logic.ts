import type {Rule} from '../../rule/rule.js'
import type {Atom, Outcome} from './atom.js'
import {type Clause, clausesOf, product, union} from './clause.js'
import type {Formula} from './formula.js'
import {isImpossible} from './impossible.js'
import {type Place, placesOf} from './place.js'
import {partsOf} from './rule-formulas.js'

/** What a rule asks, as formulas and as clauses. Clauses are nothing where they would be too many to look at. */
export class RuleLogic {
  readonly parts: readonly Formula[]
  readonly atoms: readonly Atom[]
  private knownTopics: Topics | undefined
  private knownPlaces: readonly Place[] | undefined
  private readonly known = new Map<string, readonly Clause[] | undefined>()

  constructor(readonly rule: Rule) {
    this.parts = partsOf(rule)
    this.atoms = this.parts.flatMap(atomsIn)
  }

  /** All calls that meet what it asks, and maybe others. */
  get holds(): readonly Clause[] | undefined {
    return this.once('holds', () => product(this.parts.map((part) => clausesOf(part, ['true']))))
  }

  /** All calls it applies to, also those for which a strict rule can't be worked out, and maybe others. */
  get applies(): readonly Clause[] | undefined {
    const outcomes: readonly Outcome[] = this.rule.isStrict ? ['true', 'error'] : ['true']
    return this.once('applies', () => product(this.parts.map((part) => clausesOf(part, outcomes))))
  }

  /** All calls it does not apply to, and maybe others. */
  get misses(): readonly Clause[] | undefined {
    const outcomes: readonly Outcome[] = this.rule.isStrict ? ['false'] : ['false', 'error']
    return this.once('misses', () => union(this.parts.map((part) => clausesOf(part, outcomes))))
  }

  /** What it asks of, in a word. */
  get topics(): Topics {
    this.knownTopics ??= topicsOf(this.places)
    return this.knownTopics
  }

  /** All that it looks at. */
  get places(): readonly Place[] {
    this.knownPlaces ??= this.atoms.flatMap(({expression}) => (expression ? placesOf(expression) : []))
    return this.knownPlaces
  }

  private once(name: string, make: () => readonly Clause[] | undefined): readonly Clause[] | undefined {
    if (!this.known.has(name))
      this.known.set(
        name,
        make()?.filter((clause) => !isImpossible(clause)),
      )
    return this.known.get(name)
  }
}

interface Topics {
  readonly namesTools: boolean
  readonly asksWho: boolean
  /** The arguments it looks at. */
  readonly args: ReadonlySet<string>
}

function topicsOf(places: readonly Place[]): Topics {
  const has = (...roots: readonly string[]): boolean => places.some(({path}) => roots.includes(path[0]))
  return {
    namesTools: has('tool_name'),
    asksWho: has('agent', 'user', 'metadata'),
    args: new Set(places.filter(({path}) => path[0] === 'tool_args').map(({key}) => key)),
  }
}

export const atomsIn = (formula: Formula): readonly Atom[] => {
  if (formula.kind === 'atom') return [formula.atom]
  if (formula.kind === 'constant') return []
  return formula.kind === 'not' ? atomsIn(formula.part) : formula.parts.flatMap(atomsIn)
}
