import type { AccountId, ContactId } from './ids.ts'

/**
 * Everything a platform can tell us, in our words. A channel's `readWebhook` makes them; no platform word passes
 * beyond its folder. Instants are UTC milliseconds.
 */
export type InboundEvent =
  | MessageReceived
  | ButtonPressed
  | ChatOpened
  | Followed
  | Unfollowed
  | FormSubmitted
  | StaffWrote
  | OwnEcho
  | Delivered
  | Seen
  | Reacted
  | MessageEdited
  | MessageDeleted
  | SubscriptionChanged
  | DataWithdrawn
  | ThreadControlChanged
  | Rated
  | TemplateAnswered
  | FollowUpDue
  | CallChanged
  | CommentWritten
  | GroupEvent
  | AccountNotice
  | UnknownEvent

interface EventBase {
  /** What the platform calls this event, or a key made of its parts: the same event always has the same one. */
  readonly externalId: string
  readonly account: AccountId
  readonly sentAt: number
}

/** An event of one person's conversation. */
interface ContactEvent extends EventBase {
  readonly contact: ContactId
}

/** An event about the account itself or about something that is nobody's conversation. */
interface AccountEvent extends EventBase {
  readonly contact: null
}

export interface MessageReceived extends ContactEvent {
  readonly type: 'message'
  /** As typed, Unicode NFC; empty when the person sent attachments alone. */
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** The platform's id of the message this one answers. */
  readonly quotedId: string | null
  /** Campaign code of the link or poster that led here. */
  readonly ref: string | null
  /** The person has no account with the platform and cannot be reached later (Zalo's anonymous chat). */
  readonly anonymous: boolean
}

export type Attachment =
  | { readonly type: 'image' | 'gif' | 'video' | 'audio' | 'sticker'; readonly url: string | null }
  | { readonly type: 'file'; readonly url: string | null; readonly name: string | null }
  | { readonly type: 'link'; readonly url: string | null; readonly title: string | null }
  | { readonly type: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly type: 'business_card'; readonly phone: string | null }
  | { readonly type: 'other'; readonly platformType: string }

/** A button, quick reply or menu item of ours that came back with the payload we gave it. */
export interface ButtonPressed extends ContactEvent {
  readonly type: 'button'
  readonly payload: string
  readonly label: string
  readonly ref: string | null
}

/** The person opened the chat without writing: Zalo's "Nhắn tin" button, Messenger's Get Started or a link with a ref. */
export interface ChatOpened extends ContactEvent {
  readonly type: 'chat_opened'
  readonly ref: string | null
}

export interface Followed extends ContactEvent {
  readonly type: 'followed'
  readonly source: string | null
}

/** Not from a platform: a flow comes back to the person by itself, as it was agreed. `sentAt` is when that was. */
export interface FollowUpDue extends ContactEvent {
  readonly type: 'follow_up'
  readonly flow: string
}

export interface Unfollowed extends ContactEvent {
  readonly type: 'unfollowed'
}

/** The platform's own contact form, filled in with the person's consent. */
export interface FormSubmitted extends ContactEvent {
  readonly type: 'form'
  readonly name: string | null
  readonly phone: string | null
  /** As the platform wrote it, usually dd/mm/yyyy. */
  readonly birthDate: string | null
  readonly gender: string | null
  readonly address: string | null
}

/** A member of staff answered in the platform's own inbox: the bot keeps silent for a while. */
export interface StaffWrote extends ContactEvent {
  readonly type: 'staff_wrote'
  readonly messageId: string
  readonly text: string
}

/** The platform mirrors a message that we sent. `metadata` is the key we gave with it, where the platform keeps one. */
export interface OwnEcho extends ContactEvent {
  readonly type: 'own_echo'
  readonly messageId: string
  readonly metadata: string | null
}

/** Messages of ours reached the person's device: those named, and with `upTo` all that were sent until then. */
export interface Delivered extends ContactEvent {
  readonly type: 'delivered'
  readonly messageIds: readonly string[]
  readonly upTo: number | null
  /** Our own key of the message, where the platform returns it. */
  readonly trackingId: string | null
}

export interface Seen extends ContactEvent {
  readonly type: 'seen'
  readonly messageIds: readonly string[]
  readonly upTo: number | null
}

export interface Reacted extends ContactEvent {
  readonly type: 'reacted'
  readonly messageId: string
  /** null when a reaction was taken back. */
  readonly reaction: string | null
  readonly by: 'person' | 'us'
}

export interface MessageEdited extends ContactEvent {
  readonly type: 'edited'
  readonly messageId: string
  readonly text: string
}

export interface MessageDeleted extends ContactEvent {
  readonly type: 'deleted'
  readonly messageId: string
}

/** The person allowed or stopped paid announcements in the platform's own dialog. */
export interface SubscriptionChanged extends ContactEvent {
  readonly type: 'subscription'
  readonly status: 'granted' | 'stopped'
  readonly token: string | null
  readonly tokenExpiresAt: number | null
  readonly title: string | null
}

/** The person used a data-subject right: what is held of them must go. */
export interface DataWithdrawn extends ContactEvent {
  readonly type: 'data_withdrawn'
}

/** Who may write in the conversation changed (Messenger's conversation routing). */
export interface ThreadControlChanged extends ContactEvent {
  readonly type: 'thread_control'
  readonly change: 'given' | 'taken' | 'requested' | 'roles'
  /** The app that may write now; null where the event does not say. */
  readonly ownerAppId: string | null
}

export interface Rated extends ContactEvent {
  readonly type: 'rated'
  readonly messageId: string | null
  /** 1 (bad) to 5 (good); thumbs are 1 and 5; null where only words were given. */
  readonly stars: number | null
  readonly note: string | null
}

/** The answer button of an approved template message. */
export interface TemplateAnswered extends EventBase {
  readonly type: 'template_answered'
  readonly contact: ContactId | null
  readonly messageId: string
  readonly label: string
  readonly trackingId: string | null
}

export interface CallChanged extends ContactEvent {
  readonly type: 'call'
  readonly kind: string
}

/** A comment under a post of the Page; its author is no contact until a private reply is answered. */
export interface CommentWritten extends AccountEvent {
  readonly type: 'comment'
  readonly commentId: string
  readonly verb: string
  readonly text: string
}

/** Anything in a group chat: the assistant does not talk there, but keeps what came. */
export interface GroupEvent extends AccountEvent {
  readonly type: 'group'
  readonly groupId: string
  readonly kind: string
}

/** The platform tells the operator something: a right revoked, a policy warning, a template's review, a new quota. */
export interface AccountNotice extends AccountEvent {
  readonly type: 'notice'
  readonly kind:
    | 'access_revoked'
    | 'policy'
    | 'template'
    | 'quota'
    | 'tag'
    | 'widget'
    | 'purchase'
    | 'delivery'
    | 'other'
  /** The platform's own name and the parts worth keeping. */
  readonly detail: Readonly<Record<string, string>>
}

/** A kind of event this version does not know: kept and acknowledged, never an error. */
export interface UnknownEvent extends EventBase {
  readonly type: 'unknown'
  readonly contact: ContactId | null
  readonly kind: string
}
