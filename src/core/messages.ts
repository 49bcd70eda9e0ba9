/**
 * What we say, before any platform has shaped it. A channel renders one `Message` into one or more calls of its own,
 * so that the same message looks native on each.
 */
export type Message = TextMessage | ListMessage | ImageMessage | FileMessage | FormRequest | ConsentRequest

export interface TextMessage {
  readonly type: 'text'
  readonly text: string
  readonly choices?: readonly Choice[]
}

/** Cards under one heading; becomes a carousel where the platform has one. */
export interface ListMessage {
  readonly type: 'list'
  readonly text: string
  readonly items: readonly ListItem[]
  readonly choices?: readonly Choice[]
}

export interface ListItem {
  readonly title: string
  readonly subtitle?: string
  readonly imageUrl?: string
  readonly choices: readonly Choice[]
}

export interface ImageMessage {
  readonly type: 'image'
  readonly url: string
  /** What the picture shows, for those who cannot see it; sent as text where a picture cannot be. */
  readonly alt: string
  readonly choices?: readonly Choice[]
}

export interface FileMessage {
  readonly type: 'file'
  readonly url: string
  readonly name: string
}

/** Asks for name and phone with the platform's own consent form, or in words where it has none. */
export interface FormRequest {
  readonly type: 'form_request'
  readonly title: string
  readonly text: string
  readonly imageUrl?: string
}

/** Asks for the consent to paid announcements with the platform's own button; only for accounts that have such a way. */
export interface ConsentRequest {
  readonly type: 'consent_request'
  /** What the person agrees to, in at most 65 characters. */
  readonly title: string
}

/** One thing a person may pick. Replies come back as their payload, typed as a number, or typed as the label. */
export type Choice =
  | { readonly type: 'reply'; readonly label: string; readonly payload: string }
  | { readonly type: 'url'; readonly label: string; readonly url: string }
  | { readonly type: 'phone'; readonly label: string; readonly phone: string }

export type ReplyChoice = Extract<Choice, { type: 'reply' }>

/** The reply choices of a message in the order in which they are numbered for the person: 1, 2, 3… */
export function replyChoices(message: Message): ReplyChoice[] {
  const all =
    message.type === 'list'
      ? [...message.items.flatMap((item) => item.choices), ...(message.choices ?? [])]
      : ('choices' in message && message.choices) || []
  return all.filter((choice): choice is ReplyChoice => choice.type === 'reply')
}
