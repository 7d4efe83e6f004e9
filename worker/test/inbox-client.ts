import { expect } from 'vitest'
import type { Conversation } from '../modules/conversations/conversations.schemas'
import type { Message } from '../modules/messages/messages.schemas'
import type { ServerFrame } from '../modules/realtime/realtime.schemas'
import { type Answer, send } from './harness'
import { connect as connectTo, conversationSocket, INBOX_SOCKET } from './sockets'

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>
type InboxFrame = Frame<'inbox.changed'>
type ThreadFrame = Frame<'conversation.changed'>
type Changes = Omit<InboxFrame, 'type'> & { hasMore?: boolean }

export type InboxClientOptions = {
  /** An access token; a function gives a new one each time, when the run outlives one. */
  token: string | (() => Promise<string>)
  /** 0 … 1: which frames get lost. `loseShare` of them do. */
  random?: () => number
  loseShare?: number
  /** Messages a page of a thread. */
  pageSize?: number
}

/** One at a time; what is asked for meanwhile makes it run once more. */
function coalesced(run: () => Promise<void>) {
  let running: Promise<void> | undefined
  let isWanted = false
  return (): Promise<void> => {
    isWanted = true
    running ??= (async () => {
      while (isWanted) {
        isWanted = false
        await run()
      }
    })().finally(() => {
      running = undefined
    })
    return running
  }
}

/**
 * What a dashboard holds of the inbox, by the rules of docs/architecture.md: the conversations it may see and one open
 * thread. Everything comes over the API: two sockets, `GET /api/inbox/changes` and `GET /api/conversations/:id/messages`.
 */
export class InboxClient {
  readonly conversations = new Map<string, Conversation>()
  /** The last change that is in `conversations`. */
  seq = 0
  thread: Thread | undefined
  /** How often it had to ask instead of being told. */
  readonly asked = { changes: 0, pages: 0 }
  readonly catchUp = coalesced(() => this.#catchUp())
  #socket: WebSocket | undefined
  /** As the last socket said. */
  #sees: 'all' | 'own' | undefined
  #epoch = 0

  constructor(readonly options: InboxClientOptions) {}

  /** Opens the inbox socket, a new one if there is one, and asks for what was missed unless nothing was. */
  async connect(): Promise<void> {
    const before = this.#socket
    this.#socket = undefined
    before?.close(1000)
    const opened = await this.listen(INBOX_SOCKET, (frame) => this.#take(frame))
    if (!opened) return
    const { socket, hello } = opened
    this.#socket = socket
    socket.addEventListener('close', ({ code }) => {
      // A newer one has said itself what its person sees.
      if (this.#socket !== socket) return
      this.#socket = undefined
      if (code === 4403) this.#startAnew()
    })
    // What one may see can have changed while nobody was connected: no change of a conversation tells of it.
    if (this.#sees !== hello.visibility) this.#startAnew()
    this.#sees = hello.visibility
    if (hello.to > this.seq) await this.catchUp()
  }

  #startAnew(): void {
    this.closeThread()
    this.conversations.clear()
    this.seq = 0
    this.#epoch++
  }

  /** Both sockets are gone, as when a laptop is shut. */
  disconnect(): void {
    const [inbox, thread] = [this.#socket, this.thread?.socket]
    this.#socket = undefined
    if (this.thread) this.thread.socket = undefined
    inbox?.close(1000)
    thread?.close(1000)
  }

  /** The tab is looked at again, or thirty seconds have passed: whatever was lost is noticed now at the latest. */
  async look(): Promise<void> {
    if (!this.#socket) await this.connect()
    await this.catchUp()
    await this.thread?.look()
  }

  async openThread(conversationId: string): Promise<void> {
    this.closeThread()
    this.thread = new Thread(this, conversationId)
    await this.thread.look()
  }

  closeThread(): void {
    this.thread?.socket?.close(1000)
    this.thread = undefined
  }

  /** Waits for the first frame, which is part of opening. @returns nothing when the person may not have this socket */
  async listen(
    path: string,
    take: (frame: ServerFrame) => void,
  ): Promise<{ socket: WebSocket; hello: Frame<'hello'> } | undefined> {
    const { random = Math.random, loseShare = 0 } = this.options
    const answer = await connectTo(path, await this.token())
    if (answer.status === 404) return undefined
    expect(answer.status, path).toBe(101)
    const socket = answer.webSocket as WebSocket
    const greeted = new Promise<Frame<'hello'> | undefined>((resolve) => {
      socket.addEventListener('close', () => resolve(undefined))
      socket.addEventListener('message', ({ data }) => {
        if (data === 'pong') return
        const frame = JSON.parse(data as string) as ServerFrame
        if (frame.type === 'hello') resolve(frame)
        else if (random() >= loseShare) take(frame)
      })
    })
    socket.accept()
    const hello = await greeted
    return hello && { socket, hello }
  }

  async token(): Promise<string> {
    const { token } = this.options
    return typeof token === 'string' ? token : token()
  }

  async get(path: string): Promise<Answer> {
    const answer = await send('GET', path, { token: await this.token() })
    expect([200, 404], `GET ${path}`).toContain(answer.status)
    return answer
  }

  #take(frame: ServerFrame): void {
    if (frame.type !== 'inbox.changed') return
    if (frame.from > this.seq) void this.catchUp()
    else this.#apply(frame)
  }

  async #catchUp(): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      this.asked.changes++
      const epoch = this.#epoch
      const { body } = await this.get(`/api/inbox/changes?since=${this.seq}`)
      // Started anew meanwhile: this answer belongs to what was thrown away.
      if (epoch !== this.#epoch) continue
      hasMore = body.hasMore
      this.#apply(body)
    }
  }

  /** What ends at or below what is known is old, whichever way it came. */
  #apply({ to, conversations, removed }: Changes): void {
    if (to <= this.seq) return
    for (const conversation of conversations) {
      const known = this.conversations.get(conversation.id)
      // An answer may show a row as it was a moment after the answer's own number.
      if (!known || known.changeSeq <= conversation.changeSeq) this.conversations.set(conversation.id, conversation)
    }
    for (const id of removed) {
      const known = this.conversations.get(id)
      if (known && known.changeSeq > to) continue
      this.conversations.delete(id)
      if (this.thread?.conversationId === id) this.closeThread()
    }
    this.seq = to
  }
}

/** An open conversation: its messages, and how far they are known. */
export class Thread {
  /** By id. `items` has them in order. */
  readonly messages = new Map<string, Message>()
  /** The last change of this conversation that is in `messages`. */
  seq = -1
  socket: WebSocket | undefined
  readonly refetch = coalesced(() => this.#refetch())
  /** Frames that come while pages are fetched: the pages may be older than they are. */
  #putAside: ThreadFrame[] | undefined
  /** Of the socket's first frame. */
  #helloTo = 0

  constructor(
    readonly client: InboxClient,
    readonly conversationId: string,
  ) {}

  get items(): Message[] {
    return [...this.messages.values()].sort((a, b) =>
      a.occurredAt === b.occurredAt ? (a.id < b.id ? -1 : 1) : a.occurredAt < b.occurredAt ? -1 : 1,
    )
  }

  /** The newest change of the conversation that somebody has told of. */
  get #toldOf(): number {
    return Math.max(this.#helloTo, this.client.conversations.get(this.conversationId)?.changeSeq ?? 0)
  }

  /** Opens the socket if there is none, and fetches what is missing. */
  async look(): Promise<void> {
    if (!this.socket) await this.#connect()
    if (this.client.thread === this && this.seq < this.#toldOf) await this.refetch()
  }

  async #connect(): Promise<void> {
    const opened = await this.client.listen(conversationSocket(this.conversationId), (frame) => this.#take(frame))
    if (!opened) return this.#lost()
    const { socket, hello } = opened
    if (this.client.thread !== this) return socket.close(1000)
    this.socket = socket
    this.#helloTo = Math.max(this.#helloTo, hello.to)
    socket.addEventListener('close', ({ code }) => {
      if (this.socket !== socket) return
      this.socket = undefined
      if (code === 4403) this.#lost()
    })
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'conversation.removed') this.#lost()
    if (frame.type === 'conversation.changed') this.#apply(frame)
  }

  #apply(frame: ThreadFrame): void {
    if (this.#putAside) return void this.#putAside.push(frame)
    if (frame.to <= this.seq) return
    if (frame.from > this.seq) return void this.refetch()
    for (const message of frame.messages)
      if (!['reaction', 'edit', 'revoke'].includes(message.type)) this.messages.set(message.id, message)
    this.seq = frame.to
  }

  /** Every page, as far back as it was read. What changes meanwhile is put on top. */
  async #refetch(): Promise<void> {
    const frames: ThreadFrame[] = []
    this.#putAside = frames
    const isAtLeast = this.#toldOf
    const fetched = new Map<string, Message>()
    for (let cursor: string | null = ''; cursor !== null; ) {
      this.client.asked.pages++
      const { pageSize = 20 } = this.client.options
      const query: string = `limit=${pageSize}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const { status, body } = await this.client.get(`/api/conversations/${this.conversationId}/messages?${query}`)
      if (status === 404) return this.#lost()
      for (const message of body.items as Message[]) fetched.set(message.id, message)
      cursor = body.olderCursor
    }
    this.messages.clear()
    for (const [id, message] of fetched) this.messages.set(id, message)
    this.seq = Math.max(this.seq, isAtLeast)
    this.#putAside = undefined
    for (const frame of frames) this.#apply(frame)
  }

  #lost(): void {
    if (this.client.thread === this) this.client.closeThread()
  }
}
