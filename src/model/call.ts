/** What an agent asks: may I run this tool with these arguments? */
export interface Call {
  tool: string
  args: Arguments
  sessionId?: string | null
  agentId?: string | null
  userId?: string | null
  /** What the caller claims. Nobody has checked it. */
  metadata?: Arguments | null
}

export type Arguments = Readonly<Record<string, unknown>>
