import {type IncomingMessage, STATUS_CODES} from 'node:http'
import type {Duplex} from 'node:stream'
import {WebSocketServer} from 'ws'
import {sessionNotFound} from '../../engine/sessions.js'
import type {Soon} from '../../model/soon.js'
import type {Tame} from '../../model/tame.js'
import type {Caller} from '../caller.js'
import {ownerOf} from '../own.js'
import {notFound, statusOf} from '../refusal.js'
import {decoded} from '../route.js'
import type {Followers} from './followers.js'
import {type Opener, SessionSocket} from './session-socket.js'

const mostMessageBytes = 4096

const base = 'ws://tame.invalid'

/** Lets WebSockets in at `/ws/{session_id}`. */
export class SocketDoor {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: mostMessageBytes,
    perMessageDeflate: false,
  })

  /** Sockets that were not let in yet: nobody else knows of them. */
  private readonly waiting = new Set<Duplex>()

  constructor(
    private readonly tame: Tame,
    private readonly followers: Followers,
    private readonly admit: (request: IncomingMessage) => Soon<Caller>,
  ) {}

  async open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Broken off before it was let in: nobody is there to be told.
    socket.on('error', () => socket.destroy())
    this.waiting.add(socket)
    try {
      await this.letIn(request, socket, head)
    } catch (error) {
      refuse(socket, statusOf(error) ?? 500)
    } finally {
      this.waiting.delete(socket)
    }
  }

  /** Those who still wait are not let in any more. */
  close(): void {
    for (const socket of this.waiting) socket.destroy()
  }

  private async letIn(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const caller = await this.admit(request)
    const query = await this.queryOf(request.url ?? '')
    const opener = await this.openerWanted(caller, query.sessionId)
    this.followers.refuseFull(caller)
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      const follower: SessionSocket = new SessionSocket(opened, {query, caller, opener}, () =>
        this.followers.remove(follower),
      )
      this.followers.add(follower).catch((error: unknown) => follower.end(error))
    })
  }

  private async queryOf(url: string): Promise<{sessionId: string; after: number}> {
    if (!URL.canParse(url, base)) throw notFound('There is no such path')
    const {pathname, searchParams} = new URL(url, base)
    const sessionId = decoded(/^\/ws\/([^/]+)$/.exec(pathname)?.[1] ?? '')
    if (sessionId === undefined || sessionId === '') throw notFound('There is no such path')
    const after = searchParams.get('after')
    return {
      sessionId,
      after: after !== null && /^\d{1,15}$/.test(after) ? Number(after) : await this.followers.now(),
    }
  }

  /** Nothing when the session may be seen; when it has no call yet, whose the first one must be. */
  private async openerWanted(caller: Caller, sessionId: string): Promise<Opener | undefined> {
    const owner = await ownerOf(this.tame, caller, sessionId)
    if (owner === 'foreign') throw sessionNotFound(sessionId)
    return owner === 'nobody' ? {keyId: caller.keyId} : undefined
  }
}

/** Destroyed as soon as it is told: nobody watches the socket any more, and one who never closes it would keep it. */
function refuse(socket: Duplex, status: number): void {
  const answer = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`
  socket.end(answer, () => socket.destroy())
}
