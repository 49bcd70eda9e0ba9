import { AppError } from '../../core/errors.ts'
import type { SentMessage } from '../sent-log.ts'
import type { AttachmentKind } from './attachments-received.ts'
import { CONSENT_REQUEST } from './content.ts'
import { type MessengerEvent, TOKEN_LIFE_MS } from './events.ts'
import type { Page, Person } from './page.ts'
import { routed } from './threads.ts'

/** A message can be edited this often. */
const MAX_EDITS = 5

/**
 * A person on Messenger, towards one Page. Each act changes what the platform knows (above all the window) and posts
 * its webhook; the number returned is the receiver's HTTP status, 0 when it did not answer or no event was due.
 */
export class MessengerPerson {
  readonly psid: string
  readonly #page: Page

  constructor(psid: string, page: Page) {
    this.psid = psid
    this.#page = page
  }

  writes(text: string, options: { readonly replyTo?: string; readonly mid?: string } = {}): Promise<number> {
    this.#act()
    return this.#post(this.#page.events.text(this.psid, text, options))
  }

  /**
   * Taps a quick reply of the last message received. Throws an `AppError` when that message does not offer the payload:
   * quick replies vanish with the next message. With `title` nothing is checked.
   */
  async tapsQuickReply(payload: string, title?: string): Promise<number> {
    const shown = title ?? this.#titleOf(payload)
    this.#act()
    return this.#post(this.#page.events.quickReply(this.psid, shown, payload))
  }

  /** Presses a postback button, of a message or of the menu. */
  pressesPostback(payload: string, title: string = payload): Promise<number> {
    this.#act()
    return this.#post(this.#page.events.postback(this.psid, title, payload))
  }

  /** Begins the conversation, perhaps led by a link with a `ref`. The payload is the one the Page has set. */
  getsStarted(ref?: string): Promise<number> {
    this.#act()
    const set = this.#page.profile.get('get_started')
    const payload = typeof set === 'object' && set !== null && 'payload' in set ? String(set.payload) : 'GET_STARTED'
    const referral = ref === undefined ? {} : { ref }
    return this.#post(this.#page.events.postback(this.psid, 'Bắt đầu', payload, referral))
  }

  /** Opens an m.me link: a referral in an existing conversation, else a start that carries the ref. */
  opensLink(ref: string): Promise<number> {
    if (this.#known().lastActionAt === null) return this.getsStarted(ref)
    this.#act()
    return this.#post(this.#page.events.referral(this.psid, ref))
  }

  sends(kind: AttachmentKind): Promise<number> {
    this.#act()
    return this.#post(this.#page.events.attachment(this.psid, kind))
  }

  reactsTo(mid: string): Promise<number> {
    this.#act()
    return this.#post(this.#page.events.reaction(this.psid, mid))
  }

  takesReactionBack(mid: string): Promise<number> {
    return this.#post(this.#page.events.reaction(this.psid, mid, { undo: true }))
  }

  /** At most five times for one message; later ones are not taken and give 0. */
  async edits(mid: string, text: string): Promise<number> {
    const { edits } = this.#known()
    const times = (edits.get(mid) ?? 0) + 1
    if (times > MAX_EDITS) return 0
    edits.set(mid, times)
    return this.#post(this.#page.events.edit(this.psid, mid, text, times))
  }

  unsends(mid: string): Promise<number> {
    return this.#post(this.#page.events.deleted(this.psid, mid))
  }

  /** Reads all that came so far; reading does not open the window. */
  reads(): Promise<number> {
    return this.#post(this.#page.events.read(this.psid, this.#page.world.clock.now()))
  }

  /** Taps the button of the request that came last. Throws an `AppError` when that was none. The window stays as it is. */
  async allowsPaidMessages(): Promise<number> {
    const asked = this.#known().lastReceived
    if (asked?.kind !== CONSENT_REQUEST)
      throw new AppError('sandbox:not_offered', `The last message to ${this.psid} asks for no consent.`)
    return this.optsIn(this.#page.world.sequence.digits(), asked.text)
  }

  optsIn(token: string, title: string): Promise<number> {
    const until = this.#page.world.clock.now() + TOKEN_LIFE_MS
    this.#page.subscribers.set(token, { psid: this.psid, until, stopped: false, sentAt: null })
    return this.#post(this.#page.events.optIn(this.psid, token, title))
  }

  optsOut(token: string, title: string): Promise<number> {
    const subscriber = this.#page.subscribers.get(token)
    if (subscriber) subscriber.stopped = true
    return this.#post(this.#page.events.optIn(this.psid, token, title, { stop: true }))
  }

  /** Comments under a post of the Page; returns the id that one private reply may go to. */
  async comments(text: string): Promise<{ readonly commentId: string; readonly status: number }> {
    const commentId = `900_${this.#page.world.sequence.digits()}`
    this.#page.comments.set(commentId, { psid: this.psid, at: this.#page.world.clock.now(), answered: false })
    return { commentId, status: await this.#post(this.#page.events.comment(commentId, text)) }
  }

  /** Nobody is told; the next message to them is refused with 551. */
  blocks(): void {
    this.#known().blocked = true
  }

  unblocks(): void {
    this.#known().blocked = false
  }

  /** Makes the person a tester of the app. */
  getsRole(): void {
    this.#known().hasRole = true
  }

  /** What the Page sent this person and is still kept, oldest first. */
  received(): SentMessage[] {
    return this.#page.world.sent.kept.filter((one) => one.to === this.psid && one.account === this.#page.id)
  }

  #known(): Person {
    return this.#page.meet(this.psid)
  }

  /** Opens the window, and keeps the thread with the app that controls it. */
  #act(): void {
    this.#known().lastActionAt = this.#page.world.clock.now()
  }

  #titleOf(payload: string): string {
    const offered = this.#known().lastReceived?.buttons ?? []
    const button = offered.find((one) => one.type === 'quick_reply' && one.payload === payload)
    if (button) return button.title
    throw new AppError('sandbox:not_offered', `The last message to ${this.psid} has no quick reply "${payload}".`)
  }

  #post(event: MessengerEvent): Promise<number> {
    return this.#page.world.webhook.post(this.#page, [routed(this.#page, this.#known(), event)])
  }
}
