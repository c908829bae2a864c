import type {Tame} from '../../../model/tame.js'
import {inBatches} from '../in-batches.js'
import {keepInTouch, shortPause, touchTeller} from '../keep-in-touch.js'
import {lookUp} from '../look-up.js'
import {type Question, questionOf} from './question.js'
import type {QueueEvent} from './state.js'

type Dispatch = (event: QueueEvent) => void

/** Tells which approvals wait, and what becomes of each, by whomever. */
export const followApprovals = (
  tame: Tame,
  now: () => number,
  dispatch: Dispatch,
  signal: AbortSignal,
): Promise<void> =>
  keepInTouch({
    signal,
    onLost: (reason) => dispatch({kind: 'lost', reason}),
    attempt: async (touched) => {
      // Before the list: what happens from here on comes as an event, and is passed over where the list has it already.
      const {store, mode} = await tame.status()
      const questions: Question[] = []
      for await (const approval of tame.approvals.list({status: 'pending'}))
        questions.push(questionOf(approval))
      dispatch({kind: 'listed', questions, nowMs: now()})
      touched()
      const events = tame.events({
        after: store.entries,
        kinds: ['approval'],
        signal,
        onTouch: touchTeller(dispatch),
      })
      for await (const batch of inBatches(events, shortPause)) {
        const ids = new Set(batch.map(({body}) => String(body['approval_id'])))
        // Each by itself: of all that wait, only these have changed.
        const approvals = await lookUp([...ids], (id) => tame.approvals.get(id), mode)
        dispatch({kind: 'changed', questions: approvals.map(questionOf)})
      }
    },
  })
