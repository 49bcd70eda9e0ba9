import type { InboundEvent } from './events.ts'
import type { AccountId, ChannelType, ContactId, ProvinceId } from './ids.ts'
import type { Message } from './messages.ts'

/** What every account has, whatever its platform. Each channel adds its own settings. */
export interface Account {
  readonly id: AccountId
  /** Whose citizens it serves: decides articles and texts. */
  readonly province: ProvinceId
  /** How the pace of sending is held: `burst` messages at once, then `perSecond`. */
  readonly pace: Pace
}

export interface Pace {
  readonly perSecond: number
  readonly burst: number
}

/** A webhook call as it came: the bytes that were signed, and the headers with lower-case names. */
export interface WebhookRequest {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** UTC ms; stands in for the event's own time where the platform left it out. */
  readonly receivedAt: number
}

export type WebhookReading =
  /** Genuine. The list may be empty: what is not for us is acknowledged and forgotten. */
  | { readonly type: 'events'; readonly events: readonly InboundEvent[] }
  /** Genuine or harmless, and of no account of ours (a console's test event): 200, nothing is kept. */
  | { readonly type: 'ignored'; readonly reason: string }
  /** The signature is missing or wrong: 401. `reason` tells the operator what to set right. */
  | { readonly type: 'forged'; readonly reason: string }
  /** Not what the platform sends: 400. */
  | { readonly type: 'malformed'; readonly reason: string }

/** One call to the platform, already in its shape. Kept as JSON in the outbox, understood by its channel alone. */
export interface RenderedPart {
  readonly body: unknown
  /** The same in plain text, for accounts whose platform refuses the shape of `body`. */
  readonly plain?: unknown
}

export interface SendRequest {
  readonly contact: ContactId
  readonly part: RenderedPart
  /** Our own key of the message; travels with it where the platform returns such a key. */
  readonly key: string
}

export type SendOutcome =
  | { readonly type: 'sent'; readonly externalId: string | null }
  | {
      readonly type: 'failed'
      readonly reason: SendFailure
      /** The platform's own code, such as `-230` or `10/2018278`; `network`, `timeout` or `http 502` without one. */
      readonly code: string
      /** For the operator; holds no text, name, phone or token. */
      readonly detail: string
      /** Not before this many milliseconds, where the platform or its rules say so. */
      readonly retryAfterMs?: number
    }

export const SEND_FAILURES = [
  /** A passing fault: try this message again. */
  'retry_later',
  /** The account is over its rate or restricted: nothing of it may be sent until `retryAfterMs`; costs no try. */
  'slow_down',
  /** The token was refused: renew it, then repeat once. */
  'token_invalid',
  /** This message will never be accepted. */
  'rejected',
  /** Set-up, rights or money: an operator must act; repeating is of no use until then. */
  'operator',
  /** This person cannot be reached until they write again. */
  'unreachable',
  /** The time in which this person may be written to is over. */
  'outside_window',
  /** The account's allowance or money for this kind of message is used up: nothing is wrong with the message itself. */
  'quota',
  /** The connection broke after the request had gone out: the platform may have delivered it. */
  'unknown',
] as const
export type SendFailure = (typeof SEND_FAILURES)[number]

/**
 * All that is special to one platform. Reading and rendering are pure; `send` makes exactly one call (or its documented
 * stand-in on the platform's refusal of a shape or path) and neither sleeps nor repeats: pace and retries are the sender's.
 */
export interface Channel {
  readonly type: ChannelType
  readonly accounts: readonly Account[]
  readWebhook(request: WebhookRequest): WebhookReading
  /** The calls that say `message`, in order, each within the platform's limits. Never empty. */
  render(message: Message): readonly [RenderedPart, ...RenderedPart[]]
  send(request: SendRequest): Promise<SendOutcome>
  /**
   * An address that opens the chat with an account and carries `words`, as a `ref` or as a text that is ready to be sent;
   * our own chat page's without its origin. Letters, digits, `-`, `_` and `=` get through everywhere.
   */
  chatLink?(account: AccountId, words: string): string
  /** Makes a refused token good again. Only one renewal runs at a time, over all processes. */
  renewToken?(account: AccountId): Promise<TokenRenewal>
  /** What the platform lets an account say outside its windows, where it has such ways. */
  readonly approved?: ApprovedWays
}

export type TokenRenewal =
  | { readonly type: 'renewed' }
  | { readonly type: 'failed'; readonly cure: string; readonly final: boolean }

/** Templates, allowances and articles of a platform. The calls throw an `AppError` with the cure where they fail. */
export interface ApprovedWays {
  /** All templates of an account, whatever became of their review. */
  listTemplates(account: AccountId): Promise<readonly PlatformTemplate[]>
  /** The call that sends a template. `values` has one for each parameter. */
  renderTemplate(use: TemplateUse): RenderedPart
  /** How much is left now of each allowance that the platform tells of. */
  readQuotas?(account: AccountId): Promise<readonly QuotaReading[]>
  readonly articles?: ArticleWay
  readonly paid?: PaidWay
}

const TEMPLATE_STATUSES = ['approved', 'in_review', 'refused', 'disabled'] as const

/** A text that a platform approved beforehand, with places for values. */
export interface PlatformTemplate {
  /** As calls and officers name it. */
  readonly id: string
  readonly title: string
  readonly status: (typeof TEMPLATE_STATUSES)[number]
  readonly parameters: readonly TemplateParameter[]
  /** With `<name>` where a value goes; null where the platform does not tell. */
  readonly text: string | null
  /** How it can be addressed; a price in đồng where the platform names one. */
  readonly toPerson: { readonly priceDong: number | null } | null
  readonly toPhone: { readonly priceDong: number | null } | null
  /** What its channel needs to send it; understood by the channel alone. */
  readonly shape?: unknown
}

export interface TemplateParameter {
  readonly name: string
  readonly type: 'text' | 'number' | 'date'
  /** In characters; null: the platform names no limit. */
  readonly maxLength: number | null
  /** Characters that a value must not have. */
  readonly refuses?: string
}

export interface TemplateUse {
  readonly template: PlatformTemplate
  readonly values: Readonly<Record<string, string>>
  /** `84…`: sent to this number; without it to the person the part is addressed to. */
  readonly phone?: string
}

/** Messages that the platform charges for, to people who allowed them in its own dialog. */
export interface PaidWay {
  /** What a message of this account costs, in đồng; null where the account is not set up for them. */
  priceDong(account: AccountId): number | null
  /** The call that says `message` by the `token` of a person's consent; null where it does not fit into one. */
  render(message: Message, token: string): RenderedPart | null
}

/** Allowances by what they count: templates a day, or messages a month that are free beyond the free window. */
export const QUOTAS = ['templates_a_day', 'beyond_window_a_month'] as const
export type Quota = (typeof QUOTAS)[number]

export interface QuotaReading {
  readonly quota: Quota
  readonly total: number | null
  readonly remaining: number
}

/** An article that goes to all followers of an account at once. */
export interface Article {
  readonly title: string
  readonly author: string
  readonly description: string
  readonly coverUrl: string
  readonly text: string
}

export type ArticleStep =
  /** `id` is that of the next step: the article's token, its id, the message. */
  { readonly type: 'done'; readonly id: string } | Extract<SendOutcome, { type: 'failed' }>

/** The steps in their order, each one call. */
export interface ArticleWay {
  create(account: AccountId, article: Article): Promise<ArticleStep>
  verify(account: AccountId, token: string): Promise<ArticleStep>
  sendToFollowers(account: AccountId, articleId: string): Promise<ArticleStep>
}
