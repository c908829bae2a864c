/** What each group of commands is about. */
export const topics: Readonly<Record<string, string>> = {
  audit: 'Show that the record is what was recorded',
  config: 'See and change the settings',
  policy: 'Check, try, explain and test policies',
}
