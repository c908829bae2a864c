/** What each group of commands is about. */
export const topics: Readonly<Record<string, string>> = {
  config: 'See and change the settings',
  logs: 'Show the recorded calls',
  policy: 'Check, try, explain and test policies',
}
