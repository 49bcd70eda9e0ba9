import type { Response } from 'express'
import type { ChatItem, WebHub } from '../../channels/web/hub.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import { readHistory } from './history.ts'
import type { OutboxPoll } from './outbox-poll.ts'

const HISTORY_ITEMS = 50
const KEEP_ALIVE_MS = 25_000
/** A page that reads so slowly is dropped; it comes back and reads the history instead. */
const MAX_UNREAD_BYTES = 1_000_000

export interface StreamsOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly hub: WebHub
  readonly poll: OutboxPoll
  readonly log: Log
  /** Open pages at once: over all visitors, of one, */
  readonly maxStreams: number
  readonly maxStreamsOfVisitor: number
  /** and of all in one network, for whoever has no cookie is a new visitor with each page. */
  readonly maxStreamsOfNetwork: number
  /** Ends all streams when it fires. */
  readonly closing: AbortSignal
}

/** Whose page it is: the network is null where it tells nobody apart. */
export interface PageOwner {
  readonly visitor: string
  readonly network: string | null
}

/** The open chat pages: each hears the history of its contact first and then what is said, as server-sent events. */
export class ChatStreams {
  readonly #options: StreamsOptions
  readonly #open = new Map<Response, PageOwner>()

  constructor(options: StreamsOptions) {
    this.#options = options
    options.closing.addEventListener('abort', () => {
      for (const response of this.#open.keys()) response.end()
    })
  }

  /** Whether another page of theirs may be opened. */
  roomFor({ visitor, network }: PageOwner): 'free' | 'full' | 'too_many' {
    const { maxStreams, maxStreamsOfVisitor, maxStreamsOfNetwork, closing } = this.#options
    if (this.#open.size >= maxStreams || closing.aborted) return 'full'
    const owners = [...this.#open.values()]
    const ofVisitor = owners.filter((other) => other.visitor === visitor).length
    const ofNetwork = network === null ? 0 : owners.filter((other) => other.network === network).length
    return ofVisitor >= maxStreamsOfVisitor || ofNetwork >= maxStreamsOfNetwork ? 'too_many' : 'free'
  }

  /** Streams until the page goes away. Never rejects: a page whose history cannot be read is sent away to come again. */
  async serve(response: Response, owner: PageOwner, contact: ContactId): Promise<void> {
    const { hub, poll, log } = this.#options
    const page = new PageStream(response)
    const ends = [hub.subscribe(contact, (item) => page.live(item))]
    const keepAlive = setInterval(() => page.keepAlive(), KEEP_ALIVE_MS)
    this.#open.set(response, owner)
    let closed = false
    response.on('close', () => {
      closed = true
      this.#open.delete(response)
      clearInterval(keepAlive)
      for (const end of ends) end()
    })
    try {
      const unwatch = await poll.watch(contact)
      if (closed) return unwatch()
      ends.push(unwatch)
      page.begin(await readHistory(this.#options.db, this.#options.sealer, contact, HISTORY_ITEMS))
    } catch (error) {
      log.error({ err: error }, 'the history of a chat page could not be read')
      response.destroy()
    }
  }
}

/** One page's events. What is said while the history is still being read waits for it. */
class PageStream {
  readonly #response: Response
  readonly #told = new Set<string>()
  #early: ChatItem[] | null = []

  constructor(response: Response) {
    this.#response = response
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Proxies of the nginx kind would hold the events back.
      'X-Accel-Buffering': 'no',
    })
    response.flushHeaders()
  }

  begin(history: readonly ChatItem[]): void {
    for (const item of history) this.#told.add(item.key)
    this.#write('history', history)
    const early = this.#early ?? []
    this.#early = null
    for (const item of early) this.live(item)
  }

  live(item: ChatItem): void {
    if (this.#early) this.#early.push(item)
    else if (!this.#told.has(item.key)) {
      this.#told.add(item.key)
      this.#write('item', item)
    }
  }

  keepAlive(): void {
    this.#send(': alive\n\n')
  }

  #write(event: string, data: unknown): void {
    this.#send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  #send(text: string): void {
    if (this.#response.writableLength > MAX_UNREAD_BYTES) this.#response.destroy()
    else if (this.#response.writable) this.#response.write(text)
  }
}
