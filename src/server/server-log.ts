/** What a server says of itself while it runs. Never a key, and never what a call holds. */
export type ServerLog = (
  level: 'info' | 'warning' | 'error',
  event: string,
  facts?: Readonly<Record<string, string | number>>,
) => void
