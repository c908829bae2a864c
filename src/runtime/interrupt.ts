/** Aborted by the first Ctrl-C; the second ends the process as ever. */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  return controller.signal
}
