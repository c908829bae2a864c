/** By this header a client says that it takes everything as this API tells it; its value is the client's version. */
export const clientHeader = 'tame-client'

/** The most that a request's body may hold. */
export const mostBodyBytes = 1024 * 1024
