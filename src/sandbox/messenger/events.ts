import type { Clock } from '../../core/clock.ts'
import { DAY_MS } from '../../core/durations.ts'
import { type AttachmentKind, attachmentOf } from './attachments-received.ts'
import { numericId } from './wire.ts'

/** Fields a Page can subscribe to; an event goes out only for a subscribed one. */
export const SUBSCRIPTION_FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'messaging_optins',
  'messaging_handovers',
  'standby',
  'messaging_policy_enforcement',
  'messaging_feedback',
  'response_feedback',
  'message_template_status_update',
  'marketing_message_deliveries',
  'marketing_message_delivery_failed',
  'feed',
] as const
export type SubscriptionField = (typeof SUBSCRIPTION_FIELDS)[number]

/** One item of `messaging[]` (of `changes[]` for `feed` and paid messages), with the field it belongs to. */
export interface MessengerEvent {
  readonly field: SubscriptionField
  readonly body: Readonly<Record<string, unknown>>
}

/** How long a consent to paid messages holds. */
export const TOKEN_LIFE_MS = 365 * DAY_MS

/** The Page's inbox, where staff write, is an app of its own. */
export const INBOX_APP_ID = '263902037430900'

export interface EventOptions {
  /** Without it a new one. */
  readonly mid?: string
  /** UTC ms; without it now. */
  readonly at?: number
}

/** Builds the events of one Page in the platform's shapes; nothing is sent and no state changes. */
export class MessengerEvents {
  readonly #pageId: string
  readonly #clock: Clock
  readonly #newMid: () => string

  constructor(pageId: string, clock: Clock, newMid: () => string) {
    this.#pageId = pageId
    this.#clock = clock
    this.#newMid = newMid
  }

  text(psid: string, text: string, options: EventOptions & { readonly replyTo?: string } = {}): MessengerEvent {
    const reply = options.replyTo === undefined ? {} : { reply_to: { mid: options.replyTo, is_self_reply: false } }
    return this.#message(psid, { text, ...reply }, options)
  }

  /** A tapped quick reply: its title as text, its payload beside it. */
  quickReply(psid: string, title: string, payload: string, options: EventOptions = {}): MessengerEvent {
    return this.#message(psid, { text: title, quick_reply: { payload } }, options)
  }

  attachment(psid: string, kind: AttachmentKind, options: EventOptions = {}): MessengerEvent {
    return this.#message(psid, { attachments: [attachmentOf(kind)] }, options)
  }

  deleted(psid: string, mid: string, options: EventOptions = {}): MessengerEvent {
    return this.#message(psid, { is_deleted: true }, { ...options, mid })
  }

  postback(
    psid: string,
    title: string,
    payload: string,
    options: EventOptions & { readonly ref?: string } = {},
  ): MessengerEvent {
    const postback = { mid: options.mid ?? this.#newMid(), title, payload }
    const referral = options.ref === undefined ? {} : { referral: referralOf(options.ref) }
    return this.#fromPerson('messaging_postbacks', psid, { postback: { ...postback, ...referral } }, options)
  }

  /** A link with a ref, opened in an existing conversation. */
  referral(psid: string, ref: string, options: EventOptions = {}): MessengerEvent {
    return this.#fromPerson('messaging_referrals', psid, { referral: referralOf(ref) }, options)
  }

  reaction(psid: string, mid: string, options: EventOptions & { readonly undo?: boolean } = {}): MessengerEvent {
    const reaction = options.undo ? { action: 'unreact', mid } : { reaction: 'love', emoji: '❤️', action: 'react', mid }
    return this.#fromPerson('message_reactions', psid, { reaction }, options)
  }

  edit(psid: string, mid: string, text: string, times: number, options: EventOptions = {}): MessengerEvent {
    return this.#fromPerson('message_edits', psid, { message_edit: { mid, text, num_edit: times } }, options)
  }

  delivery(
    psid: string,
    mids: readonly string[] | null,
    watermark: number,
    options: EventOptions = {},
  ): MessengerEvent {
    const delivery = { ...(mids ? { mids } : {}), watermark }
    return this.#fromPerson('message_deliveries', psid, { delivery }, options)
  }

  read(psid: string, watermark: number, options: EventOptions = {}): MessengerEvent {
    return this.#fromPerson('message_reads', psid, { read: { watermark } }, options)
  }

  /** The mirror of a message of the Page. `appId` null: staff in the inbox, where the platform names no app. */
  echo(
    psid: string,
    appId: string | null,
    content: Readonly<Record<string, unknown>>,
    options: EventOptions = {},
  ): MessengerEvent {
    const app = appId === null ? {} : { app_id: numericId(appId) }
    const message = { mid: options.mid ?? this.#newMid(), is_echo: true, ...app, ...content }
    const ends = { sender: { id: this.#pageId }, recipient: { id: psid } }
    return { field: 'message_echoes', body: { ...ends, timestamp: this.#at(options), message } }
  }

  passThreadControl(psid: string, fromAppId: string, toAppId: string, metadata: string): MessengerEvent {
    const pass = { previous_owner_app_id: fromAppId, new_owner_app_id: numericId(toAppId), metadata }
    return this.#fromPerson('messaging_handovers', psid, { pass_thread_control: pass }, {})
  }

  takeThreadControl(psid: string, fromAppId: string, toAppId: string, metadata: string): MessengerEvent {
    const take = { previous_owner_app_id: fromAppId, new_owner_app_id: numericId(toAppId), metadata }
    return this.#fromPerson('messaging_handovers', psid, { take_thread_control: take }, {})
  }

  /** `optin` and, with `stop`, its end. A token holds for a year. */
  optIn(
    psid: string,
    token: string,
    title: string,
    options: EventOptions & { readonly stop?: boolean } = {},
  ): MessengerEvent {
    const change = options.stop
      ? { notification_messages_status: 'STOP_NOTIFICATIONS' }
      : {
          payload: 'OPTIN',
          notification_messages_timezone: 'Asia/Ho_Chi_Minh',
          token_expiry_timestamp: this.#at(options) + TOKEN_LIFE_MS,
          user_token_status: 'NOT_REFRESHED',
        }
    const optin = { type: 'notification_messages', notification_messages_token: token, ...change, title }
    return this.#fromPerson('messaging_optins', psid, { optin }, options)
  }

  policy(action: 'warning' | 'block' | 'unblock', reason?: string): MessengerEvent {
    const enforcement = { action, ...(reason === undefined ? {} : { reason }) }
    const body = { recipient: { id: this.#pageId }, timestamp: this.#at({}), policy_enforcement: enforcement }
    return { field: 'messaging_policy_enforcement', body }
  }

  /** A comment under a post of the Page; its author's id is no PSID. */
  comment(commentId: string, text: string): MessengerEvent {
    const postId = `${this.#pageId}_900`
    const value = {
      item: 'comment',
      verb: 'add',
      comment_id: commentId,
      post_id: postId,
      parent_id: postId,
      from: { id: '5550001112223', name: 'Nguyen A' },
      message: text,
      created_time: Math.floor(this.#clock.now() / 1000),
    }
    return { field: 'feed', body: { field: 'feed', value } }
  }

  #message(psid: string, message: object, options: EventOptions): MessengerEvent {
    return this.#fromPerson('messages', psid, { message: { mid: options.mid ?? this.#newMid(), ...message } }, options)
  }

  #fromPerson(field: SubscriptionField, psid: string, content: object, options: EventOptions): MessengerEvent {
    const ends = { sender: { id: psid }, recipient: { id: this.#pageId } }
    return { field, body: { ...ends, timestamp: this.#at(options), ...content } }
  }

  #at(options: EventOptions): number {
    return options.at ?? this.#clock.now()
  }
}

function referralOf(ref: string): object {
  return { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' }
}
