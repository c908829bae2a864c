import {runs} from '../../../model/effect.js'
import {checkDirectory} from '../../functions/paths.js'
import {resolvedText, resolvePath, textAlone} from '../../functions/resolve-path.js'
import {printExpression} from '../../parse/print.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import type {Finding, Inspection} from './finding.js'
import {type TextTest, textTestsIn} from './text-test.js'
import {type Difference, differenceFor, type Spellings} from './two-spellings.js'

/** Rules that compare the text of a path, so that another spelling of the same path gets another answer. */
export function* findPathsAsText(inspection: Inspection): Generator<Finding> {
  const letting = inspection.logics.filter(({rule}) => runs(rule.effect))
  const strict = inspection.logics.filter(({rule}) => !runs(rule.effect))
  const told = new Set<string | null>()
  for (const logic of [...letting, ...strict]) {
    for (const finding of findIn(inspection, logic)) {
      // A rule that lets odd spellings run is told of by itself: mended, it no longer lets them past the others.
      if (!runs(logic.rule.effect) && told.has(finding.witness?.rule ?? null)) continue
      told.add(logic.rule.name)
      yield finding
    }
  }
}

function* findIn(inspection: Inspection, logic: RuleLogic): Generator<Finding> {
  for (const test of textTestsIn(logic.rule).filter(isAboutPath).slice(0, mostTests)) {
    const difference = differenceFor(inspection, logic, test, spellingsFor(logic, test))
    if (difference !== undefined) yield findingFor(logic, test, difference)
  }
}

const mostTests = 8

const pathNames = /path|file|dir|folder|cwd|root|location|src|dest|source|target/i

function isAboutPath({how, texts, place}: TextTest): boolean {
  const name = String(place.path.at(-1))
  return how !== 'end' && texts.every((text) => looksLikePath(text, pathNames.test(name)))
}

/** `/help` is a path only where the argument is called one. */
const looksLikePath = (text: string, isNamedSo: boolean): boolean =>
  /^(?:~|\.{1,2})?\/[^/]+(?:\/.*)?$/.test(text) && (isNamedSo || /[^/]\//.test(text))

const outside = ['/etc/passwd', '/home/user/.ssh/id_rsa', '/var/lib/data', '/srv/data']

/** Spellings of paths outside of where the text seems to lead, and of those inside. */
function spellingsFor({rule}: RuleLogic, {how, texts}: TextTest): readonly Spellings[] {
  const [text = ''] = texts
  const inside = how === 'whole' ? text : `${text.replace(/\/$/, '')}/x`
  const within = inside.startsWith('/') ? ['/.', '/', '/tmp/..'].map((start) => start + inside) : []
  const up = text
    .split('/')
    .filter((name) => name !== '' && name !== '~' && name !== '.')
    .map(() => '..')
  const base = text.startsWith('~') ? ['..', '..'] : []
  const without = outside.map((target) => `${text.replace(/\/$/, '')}/${[...up, ...base].join('/')}${target}`)
  const odd = runs(rule.effect) && how !== 'whole' ? [...without, ...within] : [...within, ...without]
  return odd.map((each) => ({odd: each, plain: resolvedText(resolvePath(each, textAlone))}))
}

function findingFor({rule}: RuleLogic, test: TextTest, {plain, odd, witness}: Difference): Finding {
  const what = runs(rule.effect)
    ? `"${odd}" is let through here, and leads to "${plain}", which is not`
    : `"${odd}" gets past this rule, and leads to "${plain}", which does not`
  return {
    rule,
    code: 'PATH_AS_TEXT',
    message: `${what}: this compares the text of a path, not where it leads`,
    suggestion: `${test.isPart ? 'Ask where it leads too:' : 'Write'} ${rewritten(test)}`,
    where: {key: 'condition', span: test.span},
    witness,
  }
}

/** The same with `under`. */
function rewritten({subject, texts, isNegated}: TextTest): string {
  const directories = texts.map((text) => text.replace(/(?<=.)\/+$/, ''))
  const isFit = directories.every((directory) => checkDirectory(directory) === undefined)
  const list = isFit ? directories.map((each) => JSON.stringify(each)).join(', ') : 'directory'
  return `${isNegated ? 'not ' : ''}under(${printExpression(subject)}, ${list})`
}
