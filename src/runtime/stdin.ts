import {type Line, readLines, readStream} from '../disk/read-stream.js'

/** All of stdin, as far as it is a text that somebody may have meant. */
export const readStdin = (): Promise<string> => readStream(process.stdin, 'stdin')

/** The lines of stdin, however many. */
export const stdinLines = (): AsyncGenerator<Line> => readLines(process.stdin, 'stdin')
