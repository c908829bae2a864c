/** How large a condition may be. */
export const Limit = {
  bytes: 64 * 1024,
  levels: 64,
  /** Problems of one text that are told at once: more of them help nobody. */
  problems: 20,
} as const
