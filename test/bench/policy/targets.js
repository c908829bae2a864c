import {peers} from './peers.js'

const leastPerSecond = 1_000_000
const mostP99Ns = 3000
const mostGrowth = 1.5
/** From here on tame has to be ahead of the peers. */
const fewestRules = 100

/** Each row with its target, if it has one, the ratio it speaks of (of costs, or of tame's speed to the peer's), and the verdict. */
export const judge = (rows) => rows.map((row) => ({...row, ...verdictOn(row, rows)}))

function verdictOn(row, rows) {
  const {target, ratio = '', isMet} = targetOf(row, rows) ?? {}
  if (target === undefined) return {target: '', ratio, verdict: ''}
  // A target that nobody could look at is not met.
  if (Number.isNaN(ratio) || row.error !== undefined) return {target, ratio: '', verdict: 'NOT MEASURED'}
  return {target, ratio, verdict: isMet ? 'met' : 'MISSED'}
}

function targetOf(row, rows) {
  if (row.subject !== 'tame') return row.rules >= fewestRules ? againstPeer(row, rows) : undefined
  if (row.rules === 1000) return speed(row)
  return row.rules === 10_000 && row.called === 5 ? growth(row, rows) : undefined
}

const speed = ({perSecond, p99}) => ({
  target: '≥ 1,000,000/s, p99 ≤ 3 µs',
  isMet: perSecond >= leastPerSecond && p99 <= mostP99Ns,
})

/** The same calls cost the same, however many rules there are about other tools. */
function growth(row, rows) {
  const small = rows.find(
    (each) => each.subject === 'tame' && each.rules === 10 && each.unnamed === row.unnamed,
  )
  const ratio = small.perSecond / row.perSecond
  return {target: `cost ≤ ${mostGrowth} × that at 10`, ratio: rounded(ratio), isMet: ratio <= mostGrowth}
}

function againstPeer(row, rows) {
  const {behind} = peers.find(({subject}) => subject === row.subject)
  const tame = rows.find(
    (each) =>
      each.subject === 'tame' &&
      each.rules === row.rules &&
      each.called === 'all' &&
      each.unnamed === undefined,
  )
  const times = tame.perSecond / row.perSecond
  const target = behind === 1 ? 'tame ahead' : `tame within ${behind} × of it`
  return {target, ratio: rounded(times), isMet: times * behind >= 1}
}

const rounded = (figure) => Number(figure.toPrecision(3))
