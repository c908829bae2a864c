import {EventEmitter} from 'node:events'
import {describe, expect, test} from 'vitest'
import {FrameWriter} from '../../src/runtime/frame-writer.js'
import {ScreenImage} from '../helpers/screen-image.js'

/** A terminal that says when it has enough. */
class Terminal extends EventEmitter {
  written: string[] = []
  isFull = false

  write(text: string): boolean {
    this.written.push(text)
    return !this.isFull
  }

  get lines(): string[] {
    return new ScreenImage(this.written.join('')).lines
  }
}

function opened() {
  const terminal = new Terminal()
  return {terminal, frames: new FrameWriter(terminal as unknown as NodeJS.WriteStream)}
}

describe('a frame', () => {
  test('takes the place of the one before', () => {
    const {terminal, frames} = opened()
    frames.draw('one\ntwo\nthree')
    frames.draw('one\nzwei')
    expect(terminal.lines).toEqual(['one', 'zwei'])
  })

  test('costs only the lines that changed', () => {
    const {terminal, frames} = opened()
    frames.draw('one\ntwo\nthree')
    frames.draw('one\nzwei\nthree')
    frames.draw('one\nzwei\nthree')
    expect(terminal.written.slice(1)).toEqual(['\u001b[?2026h\u001b[2;1H\u001b[Kzwei\u001b[0m\u001b[?2026l'])
  })

  test('is drawn whole when what was there is gone', () => {
    const {terminal, frames} = opened()
    frames.draw('one\ntwo')
    frames.forget()
    terminal.written = []
    frames.draw('one\ntwo')
    expect(terminal.lines).toEqual(['one', 'two'])
  })

  test('is passed over when the terminal is too slow for it', () => {
    const {terminal, frames} = opened()
    terminal.isFull = true
    for (const frame of ['one', 'two', 'three', 'four']) frames.draw(frame)
    expect(terminal.written).toHaveLength(1)
    terminal.isFull = false
    terminal.emit('drain')
    expect([terminal.written.length, terminal.lines]).toEqual([2, ['four']])
  })
})
