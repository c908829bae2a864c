/** What each group of commands is about that is no command itself. */
export const topics: Readonly<Record<string, string>> = {
  audit: 'Show that the record is what was recorded',
  config: 'See and change the settings',
  keys: 'Make, list and revoke the keys that a server asks for',
}
