import { randomBytes } from 'node:crypto'
import type { SentMessage } from '../sent-log.ts'
import type { AttachmentKind } from './attachments.ts'
import type { FilledForm, ZaloEvent } from './events.ts'
import type { OfficialAccount } from './world.ts'

/**
 * A person with Zalo, towards one OA. Each act changes what the platform knows (above all the window) and posts its
 * webhook; the number returned is the receiver's HTTP status, 0 when it did not answer or no event was due.
 */
export class ZaloPerson {
  readonly id: string
  readonly #oa: OfficialAccount

  constructor(id: string, oa: OfficialAccount) {
    this.id = id
    this.#oa = oa
  }

  /** `messageId` without which the platform gives a new one; `quotedId`: the message this one answers. */
  writes(text: string, options: { readonly messageId?: string; readonly quotedId?: string } = {}): Promise<number> {
    const messageId = this.#interact(options.messageId)
    return this.#post(this.#oa.events.text(this.id, text, { ...options, messageId }))
  }

  /** Presses an `oa.query` button: its payload comes back as an ordinary text. */
  presses(payload: string): Promise<number> {
    return this.writes(payload)
  }

  sends(kind: AttachmentKind): Promise<number> {
    const messageId = this.#interact()
    return this.#post(this.#oa.events.attachment(this.id, kind, { messageId }))
  }

  /** Following alone is no interaction: it gives the OA three welcome messages. */
  follows(source = 'oa_profile'): Promise<number> {
    this.#known().followed = true
    return this.#post(this.#oa.events.follow(this.id, source))
  }

  unfollows(): Promise<number> {
    this.#known().followed = false
    return this.#post(this.#oa.events.unfollow(this.id))
  }

  /** Presses "Nhắn tin"; the platform tells it only of people who never chatted, once. */
  async opensChat(): Promise<number> {
    const isFirst = this.#known().lastInteractionAt === null
    this.#interact()
    return isFirst ? this.#post(this.#oa.events.chatOpened(this.id)) : 0
  }

  submitsForm(form: FilledForm): Promise<number> {
    this.#interact()
    return this.#post(this.#oa.events.form(this.id, form))
  }

  /** Reading is no interaction. Without ids: the last message. */
  async sees(messageIds?: readonly string[]): Promise<number> {
    const last = this.received().at(-1)
    const seen = messageIds ?? (last ? [last.id] : [])
    return seen.length > 0 ? this.#post(this.#oa.events.seen(this.id, seen)) : 0
  }

  reactsTo(messageId: string, icon = '/-heart'): Promise<number> {
    return this.#post(this.#oa.events.reaction(this.id, messageId, icon))
  }

  /** Answers a template message with its quick-reply button. */
  answersTemplate(messageId: string, label: string, trackingId = ''): Promise<number> {
    return this.#post(this.#oa.events.templateAnswered(messageId, label, trackingId))
  }

  /** Uses the right to have all data deleted. */
  withdraws(): Promise<number> {
    return this.#post(this.#oa.events.withdrawal(this.id))
  }

  /** Nobody is told; the next message to them is refused. */
  blocks(): void {
    this.#known().blocked = true
  }

  unblocks(): void {
    this.#known().blocked = false
  }

  /** What the OA sent this person and is still kept, oldest first. */
  received(): SentMessage[] {
    const { oaId } = this.#oa.app
    return this.#oa.world.sent.kept.filter((message) => message.to === this.id && message.account === oaId)
  }

  #known() {
    return this.#oa.people.meet(this.id, this.#oa.world.clock.now())
  }

  /** Opens the window; returns the id of the person's message. */
  #interact(messageId: string = this.#oa.world.sequence.hex()): string {
    const now = this.#oa.world.clock.now()
    this.#known().lastInteractionAt = now
    this.#known().sentSince = 0
    this.#oa.people.rememberIncoming(messageId, this.id, now)
    return messageId
  }

  #post(event: ZaloEvent): Promise<number> {
    return this.#oa.world.webhook.post(this.#oa.app, event)
  }
}

/** Somebody without a Zalo account, who can be answered only in the conversation they began. */
export class AnonymousPerson {
  readonly id: string
  readonly conversationId = `cv${randomBytes(9).toString('hex')}`
  readonly #oa: OfficialAccount

  constructor(id: string, oa: OfficialAccount) {
    this.id = id
    this.#oa = oa
  }

  writes(text: string): Promise<number> {
    this.#oa.people.meetAnonymous(this.id, this.conversationId)
    const event = this.#oa.events.anonymousText(this.id, this.conversationId, text)
    return this.#oa.world.webhook.post(this.#oa.app, event)
  }
}
