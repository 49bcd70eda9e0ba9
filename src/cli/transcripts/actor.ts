import type { Channel, RenderedPart } from '../../core/channel.ts'
import type { Attachment, InboundEvent } from '../../core/events.ts'
import { accountIdOf, type ChannelType, contactIdOf, type ProvinceId } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Message } from '../../core/messages.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../core/time-slice.ts'
import type { Conversation } from '../../engine/conversation.ts'
import { receiveDueFollowUps } from '../../inbox/follow-ups.ts'
import { createHandler } from '../../inbox/handle.ts'
import { findContactsWithWork } from '../../inbox/inbox.store.ts'
import { createInbox, type Inbox } from '../../inbox/receive.ts'
import { createLocalQueue } from '../../jobs/local-queue.ts'
import type { Stage } from './stage.ts'
import { THINGS } from './transcript.schema.ts'

type EventBody = InboundEvent extends infer Event
  ? Event extends InboundEvent
    ? Omit<Event, 'externalId' | 'account' | 'contact' | 'sentAt'>
    : never
  : never

/** One person of one chat, who writes through the real inbox and reads what stands in the real outbox. */
export interface Actor {
  /**
   * Everything arrives at once; gives what the assistant says to it. Where it waits for more, the person waits for it
   * and time passes, unless they are `writingOn`. Throws what a turn threw.
   */
  send(
    events: readonly EventBody[],
    conversation: Conversation,
    options: { readonly writingOn: boolean },
  ): Promise<readonly Message[]>
  /** Time passes by `ms`: gives what the assistant says meanwhile. Throws what a turn threw. */
  wait(ms: number, conversation: Conversation): Promise<readonly Message[]>
}

/** Somebody new on a channel of a province. */
export function createActor(
  stage: Stage,
  { channel: type, province }: { channel: ChannelType; province: ProvinceId },
): Actor {
  const { sealer, clock, ids } = stage
  const { db } = stage.database
  const account = accountIdOf(type, province)
  const contact = contactIdOf(account, ids.next())
  const channels = new Map([[account, { channel: keepingChannel(type), province }]])
  const failures: unknown[] = []
  const fail = (error: unknown) => failures.push(error)
  const log: Log = { info() {}, debug() {}, warn: fail, error: (detail: unknown) => fail(causeOf(detail)) }
  let read = 0
  /** When the assistant waits no longer for more of what was written in pieces. */
  let waitsUntil: number | null = null

  return {
    async send(events, conversation, { writingOn }) {
      const messages = await handled(conversation, async (inbox) => {
        const sentAt = clock.now()
        const receipt = await inbox.receive(
          events.map((event) => ({ ...event, externalId: ids.next(), account, contact, sentAt }) as InboundEvent),
          sentAt,
        )
        if (receipt.type !== 'stored') throw new Error(`the inbox says ${receipt.type}`)
      })
      return writingOn ? messages : [...messages, ...(await waitOut(conversation))]
    },
    async wait(ms, conversation) {
      const end = clock.now() + ms
      const messages = await waitOut(conversation, end)
      clock.set(end)
      const byItself = await handled(conversation, async (inbox) => {
        await stage.tendClasses()
        await receiveDueFollowUps(db, inbox, clock.now())
      })
      return [...messages, ...byItself]
    },
  }

  /** Lets pass the time for which the assistant waits, up to `end`. */
  async function waitOut(conversation: Conversation, end = Number.POSITIVE_INFINITY): Promise<readonly Message[]> {
    if (waitsUntil === null || waitsUntil > end) return []
    clock.set(waitsUntil)
    return handled(conversation, async () => {})
  }

  /** Has turns of all that `feed` puts into the inbox. */
  async function handled(conversation: Conversation, feed: (inbox: Inbox) => Promise<void>): Promise<Message[]> {
    const queue = createLocalQueue({
      findWork: (limit) => findContactsWithWork(db, limit),
      concurrency: 1,
      maxWaiting: 10,
      onError: fail,
    })
    waitsUntil = null
    await feed(createInbox({ db, sealer, queue, maxPending: 100, mask: conversation.delicate.mask }))
    const stopping = new AbortController()
    const handle = createHandler({
      db,
      sealer,
      clock,
      ids,
      slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
      log,
      erase: stage.erase,
      conversation,
      channels,
      onQueued: () => {},
      onTurn: () => {},
      wakeLater: (_, ms) => {
        waitsUntil = clock.now() + ms
      },
      stopping: stopping.signal,
    })
    await queue.start(handle)
    await queue.stop()
    if (failures.length > 0) throw failures[0]
    const rows = await db
      .selectFrom('outbox')
      .select(['id', 'sealed_part'])
      .where('contact_id', '=', contact)
      .where('id', '>', read)
      .orderBy('id')
      .execute()
    read = rows.at(-1)?.id ?? read
    return rows.map(({ sealed_part }) => (sealer.open(sealed_part) as RenderedPart).body as Message)
  }
}

/** Words that somebody writes. */
export function written(text: string, attachments: readonly Attachment[] = []): EventBody {
  return { type: 'message', text, attachments, quotedId: null, ref: null, anonymous: false }
}

/** Something that somebody sends, by its name in a transcript. */
export function thing(name: keyof typeof THINGS): EventBody {
  return written('', [attachmentOf(THINGS[name])])
}

function attachmentOf(type: (typeof THINGS)[keyof typeof THINGS]): Attachment {
  if (type === 'location') return { type, latitude: 13.983, longitude: 108.002 }
  if (type === 'file') return { type, url: null, name: 'don.pdf' }
  return { type, url: `https://example.org/${type}` }
}

/** A channel that keeps messages as they are: how platforms shape them is tested where they are. */
function keepingChannel(type: ChannelType): Channel {
  return {
    type,
    accounts: [],
    readWebhook: () => ({ type: 'malformed', reason: 'a chat has no webhook' }),
    render: (message) => [{ body: message }],
    send: async () => ({ type: 'sent', externalId: null }),
  }
}

function causeOf(detail: unknown): unknown {
  return typeof detail === 'object' && detail !== null && 'err' in detail ? detail.err : detail
}
