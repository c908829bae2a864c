import {ExitCode, TameError} from '../errors.js'

const mostBytes = 2 ** 20

/** All of stdin, as far as it is a text that somebody may have meant. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes)
      throw new TameError('INPUT_TOO_LARGE', 'More than 1 MiB on stdin', {exitCode: ExitCode.misuse})
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
