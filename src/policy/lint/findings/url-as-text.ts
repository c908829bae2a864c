import {runs} from '../../../model/effect.js'
import {checkDomain} from '../../functions/url.js'
import {printExpression} from '../../parse/print.js'
import type {Finding, Inspection} from './finding.js'
import {type TextTest, textTestsIn} from './text-test.js'
import {differenceFor, type Spellings} from './two-spellings.js'

/** Rules that let run what has the name of a host somewhere in its URL, wherever that leads. */
export function* findUrlsAsText(inspection: Inspection): Generator<Finding> {
  for (const logic of inspection.logics) {
    if (!runs(logic.rule.effect)) continue
    for (const test of textTestsIn(logic.rule)) {
      const pairs = spellingsFor(test)
      const difference = differenceFor(inspection, logic, test, pairs)
      if (difference === undefined) continue
      yield {
        rule: logic.rule,
        code: 'URL_AS_TEXT',
        message: `"${difference.odd}" is let through here, and leads to ${stranger}: this compares the text of a URL, not its host`,
        suggestion: `Write ${rewritten(test)}`,
        where: {key: 'condition', span: test.span},
        witness: difference.witness,
      }
    }
  }
}

const stranger = 'attacker.example'
const plain = `https://${stranger}/`

const urlNames = /ur[il]|link|endpoint|webhook|callback/i

function spellingsFor(test: TextTest): readonly Spellings[] {
  const [text = ''] = test.texts
  const isNamedSo = urlNames.test(String(test.place.path.at(-1)))
  // A slash ends the host: what comes after it leads nowhere else.
  if (test.how === 'start')
    return /^(?:https?|wss?):\/\/[^/?#@]+$/.test(text)
      ? odd(`${text}@${stranger}/`, `${text}.${stranger}/`)
      : []
  if (!isNamedSo || hostIn(text) === undefined || test.how === 'whole') return []
  return odd(test.how === 'end' ? plain + text : `${plain}?${text}`)
}

const odd = (...texts: readonly string[]): readonly Spellings[] => texts.map((each) => ({plain, odd: each}))

/** The host that a text names, as far as that is what it does. */
function hostIn(text: string): string | undefined {
  const [, host] =
    /^(?:[a-z]+:\/\/)?\.?((?:[a-z\d-]+\.)+(?:com|org|net|io|dev|ai|app|edu|gov|co|de|uk|eu|example|internal|local))$/i.exec(
      text,
    ) ?? []
  return host
}

function rewritten({subject, texts, isNegated}: TextTest): string {
  const hosts = texts.map((text) => hostIn(text) ?? text.replace(/^[a-z]+:\/\//i, '').replace(/:\d+$/, ''))
  const isFit = hosts.every((host) => checkDomain(host) === undefined)
  const list = isFit ? hosts.map((host) => JSON.stringify(host)).join(', ') : '"example.com"'
  return `${isNegated ? 'not ' : ''}host_in(${printExpression(subject)}, ${list})`
}
