import type { Clock } from '../../core/clock.ts'
import type { Sequence } from '../sequence.ts'
import { type AttachmentKind, attachmentOf } from './attachments.ts'

/** One webhook body, before it is written as JSON. */
export type ZaloEvent = Readonly<Record<string, unknown>>

export interface EventOptions {
  /** Without it a new one, as the platform gives. */
  readonly messageId?: string
  /** UTC ms; without it now. */
  readonly at?: number
}

export interface FilledForm {
  readonly name: string
  readonly phone: string
  /** dd/mm/yyyy */
  readonly birthDate?: string
  readonly gender?: string
  readonly city?: string
  readonly ward?: string
  readonly address?: string
}

/** Builds the events of one OA in the platform's shapes; nothing is sent and no state changes. */
export class ZaloEvents {
  readonly #appId: string
  readonly #oaId: string
  readonly #clock: Clock
  readonly #sequence: Sequence

  constructor(app: { appId: string; oaId: string }, clock: Clock, sequence: Sequence) {
    this.#appId = app.appId
    this.#oaId = app.oaId
    this.#clock = clock
    this.#sequence = sequence
  }

  text(userId: string, text: string, options: EventOptions & { readonly quotedId?: string } = {}): ZaloEvent {
    const quote = options.quotedId === undefined ? {} : { quote_msg_id: options.quotedId }
    return this.#fromUser('user_send_text', userId, { msg_id: this.#idOf(options), text, ...quote }, options)
  }

  attachment(userId: string, kind: AttachmentKind, options: EventOptions = {}): ZaloEvent {
    const message = { msg_id: this.#idOf(options), attachments: [attachmentOf(kind)] }
    return this.#fromUser(`user_send_${kind}`, userId, message, options)
  }

  /** `source`: `oa_profile`, `message_invite` or `social_plugin`. */
  follow(userId: string, source = 'oa_profile', options: EventOptions = {}): ZaloEvent {
    return this.#management('follow', userId, { source, follower: { id: userId } }, options)
  }

  unfollow(userId: string, options: EventOptions = {}): ZaloEvent {
    return this.#management('unfollow', userId, { source: 'oa_profile', follower: { id: userId } }, options)
  }

  chatOpened(userId: string, options: EventOptions = {}): ZaloEvent {
    return this.#management('user_click_chatnow', userId, { user_id: userId }, options)
  }

  withdrawal(userId: string, options: EventOptions = {}): ZaloEvent {
    return this.#management('user_withdraw', userId, { user_id: userId }, options)
  }

  form(userId: string, form: FilledForm, options: EventOptions = {}): ZaloEvent {
    const info = {
      name: form.name,
      phone: form.phone,
      user_dob: form.birthDate ?? '',
      gender: form.gender ?? '',
      full_address: { user_city: form.city ?? '', user_ward: form.ward ?? '', user_address: form.address ?? '' },
    }
    return this.#event('user_submit_info', { sender: { id: userId }, recipient: { id: this.#oaId }, info }, options)
  }

  reaction(userId: string, messageId: string, icon: string, options: EventOptions = {}): ZaloEvent {
    return this.#fromUser('user_reacted_message', userId, { msg_id: messageId, react_icon: icon }, options)
  }

  anonymousText(anonymousId: string, conversationId: string, text: string, options: EventOptions = {}): ZaloEvent {
    const message = { msg_id: this.#idOf(options), conversation_id: conversationId, text }
    const ends = { sender: { id: anonymousId }, recipient: { id: this.#oaId } }
    return this.#event('anonymous_send_text', { ...ends, message }, options)
  }

  /** The mirror of a message of the OA; `adminId` when a person typed it in the OA's own chat tool. */
  echo(
    eventName: string,
    userId: string,
    message: Readonly<Record<string, unknown>>,
    options: EventOptions & { readonly adminId?: string } = {},
  ): ZaloEvent {
    const sender = { id: this.#oaId, ...(options.adminId === undefined ? {} : { admin_id: options.adminId }) }
    const byApp = { user_id_by_app: userIdByApp(userId) }
    return this.#event(eventName, { ...byApp, sender, recipient: { id: userId }, message }, options)
  }

  received(userId: string, messageId: string, options: EventOptions = {}): ZaloEvent {
    return this.echo('user_received_message', userId, { msg_id: messageId }, options)
  }

  seen(userId: string, messageIds: readonly string[], options: EventOptions = {}): ZaloEvent {
    return this.echo('user_seen_message', userId, { msg_ids: messageIds }, options)
  }

  /** Receipt of a template sent by phone; goes out with the header `X-ZEvent-Server: ZNS`. */
  templateReceived(phone: string, messageId: string, trackingId: string | null, options: EventOptions = {}): ZaloEvent {
    const tracking = trackingId === null ? {} : { tracking_id: trackingId }
    const message = { msg_id: messageId, ...tracking, delivery_time: String(options.at ?? this.#clock.now()) }
    return this.#event(
      'user_received_message',
      { sender: { id: this.#oaId }, recipient: { id: phone }, message },
      options,
    )
  }

  templateAnswered(messageId: string, label: string, trackingId: string, options: EventOptions = {}): ZaloEvent {
    const submittedAt = String(options.at ?? this.#clock.now())
    const message = { button_type: 'response', data: label, tracking_id: trackingId, submit_time: submittedAt }
    return this.#event('user_click_response_button', { oa_id: this.#oaId, msg_id: messageId, message }, options)
  }

  #fromUser(eventName: string, userId: string, message: object, options: EventOptions): ZaloEvent {
    const ends = { sender: { id: userId }, recipient: { id: this.#oaId } }
    return this.#event(eventName, { user_id_by_app: userIdByApp(userId), ...ends, message }, options)
  }

  #management(eventName: string, userId: string, fields: object, options: EventOptions): ZaloEvent {
    const ids = { oa_id: this.#oaId, user_id_by_app: userIdByApp(userId) }
    return this.#event(eventName, { ...ids, ...fields }, options)
  }

  #event(eventName: string, fields: object, options: EventOptions): ZaloEvent {
    const timestamp = String(options.at ?? this.#clock.now())
    return { app_id: this.#appId, event_name: eventName, ...fields, timestamp }
  }

  #idOf(options: EventOptions): string {
    return options.messageId ?? this.#sequence.hex()
  }
}

/** The id under which an app knows a person; another one than the OA's. */
export function userIdByApp(userId: string): string {
  return `3${userId.slice(1)}`
}
