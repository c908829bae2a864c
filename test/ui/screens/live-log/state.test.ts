import {describe, expect, test} from 'vitest'
import {isLogOver} from '../../../../src/ui/screens/live-log/state.js'
import {logRows, PlayedLog} from './log-rows.js'

describe('the log', () => {
  test('follows the newest call', () => {
    const log = new PlayedLog(logRows(1, 3))
    expect([log.underCursor, log.record(4, 5).underCursor]).toEqual(['tool_3', 'tool_5'])
  })

  test('stays where somebody reads, until f or the end', () => {
    const log = new PlayedLog(logRows(1, 3)).type('k').record(4, 5)
    expect(log.underCursor).toBe('tool_2')
    expect(log.type('f').record(6, 6).underCursor).toBe('tool_6')
    expect(log.type('kkG').record(7, 7).underCursor).toBe('tool_7')
    expect(log.type('f').record(8, 8).underCursor).toBe('tool_7')
  })

  test('is held still with space, and loses nothing', () => {
    const log = new PlayedLog(logRows(1, 2)).type(' ').record(3, 4).record(5, 5)
    expect([log.tools, log.state.held?.length]).toEqual([['tool_1', 'tool_2'], 3])
    expect(log.type(' ').tools).toEqual(['tool_1', 'tool_2', 'tool_3', 'tool_4', 'tool_5'])
    expect(log.underCursor).toBe('tool_5')
  })

  test('keeps the newest five thousand, held still or not', () => {
    const log = new PlayedLog(logRows(1, 6000))
    expect([log.tools.length, log.tools[0]]).toEqual([5000, 'tool_1001'])
    log.type(' ').record(6001, 12_000)
    expect(log.state.held?.length).toBe(5000)
    expect(log.type(' ').tools[0]).toBe('tool_7001')
  })

  test('keeps the call under the cursor there when old ones go', () => {
    const log = new PlayedLog(logRows(1, 5000)).type('kk').record(5001, 6000)
    expect(log.underCursor).toBe('tool_4998')
  })

  test('leaves out decisions, and shows them again', () => {
    const log = new PlayedLog(logRows(1, 4)).type('2')
    expect(log.tools).toEqual(['tool_1', 'tool_3'])
    expect(log.type('1').tools).toEqual([])
    expect(log.type('12').tools).toEqual(['tool_1', 'tool_2', 'tool_3', 'tool_4'])
  })

  test('shows what has a text in it, also of what comes', () => {
    const log = new PlayedLog(logRows(1, 12)).type('/OL_1\r').record(13, 20)
    expect(log.tools).toEqual([1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((at) => `tool_${at}`))
    expect(log.type('/x').type('\u001b').state.filter).toBe('OL_1')
  })

  const answered = {kind: 'told', id: 'id-2', title: 'tool_2', text: 'all of it'} as const

  test('opens the page of a call at once, and fills it when the call was found', () => {
    const log = new PlayedLog(logRows(1, 3)).type('k\r')
    expect(log.deeds).toEqual([{kind: 'tell', id: 'id-2'}])
    expect(log.state.view).toMatchObject({kind: 'text', title: 'tool_2', pages: {pieces: ['Looking…']}})
    expect(log.happen(answered).state.view).toMatchObject({title: 'tool_2', pages: {pieces: ['all of it']}})
    expect(log.type('q').state).toMatchObject({view: {kind: 'log'}, leaving: 'no'})
  })

  test.each(['k\rq', 'k\rq?', 'k\rqj\r', 'k\rq/'])(
    'does not bring back who has left the page meanwhile: %j',
    (typed) => {
      const log = new PlayedLog(logRows(1, 3)).type(typed)
      const before = log.state
      expect(log.happen(answered).state.view).toEqual(before.view)
    },
  )

  test('says why a call can’t be told, until the next key', () => {
    const log = new PlayedLog(logRows(1, 1)).type('\r')
    log.happen({kind: 'failed', id: 'id-1', reason: 'no such call'})
    expect([log.state.notice, log.state.view.kind]).toEqual(['no such call', 'log'])
    expect(log.type('j').state.notice).toBeNull()
  })

  test('fills a terminal that is made larger at the end of a page', () => {
    const log = new PlayedLog(logRows(1, 1), {columns: 80, rows: 8}).type('?G')
    const size = {columns: 80, rows: 40}
    log.happen({kind: 'resized', size})
    expect(log.state.view).toEqual(new PlayedLog(logRows(1, 1), size).type('?').state.view)
  })

  test.each([
    ['q', 'quit'],
    ['\u0003', 'interrupted'],
    ['/\u0003', 'interrupted'],
  ])('is left with %j', (typed, leaving) => {
    const log = new PlayedLog(logRows(1, 1)).type(typed)
    expect([log.state.leaving, isLogOver(log.state)]).toEqual([leaving, true])
  })
})
