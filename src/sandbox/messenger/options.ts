import type { Clock } from '../../core/clock.ts'
import type { SentMessage } from '../sent-log.ts'
import type { SubscriptionField } from './events.ts'
import type { PageApp } from './page.ts'
import type { MessengerRules } from './world.ts'

export interface FakeMessengerOptions {
  readonly clock: Clock
  readonly pages: readonly [PageApp, ...PageApp[]]
  readonly port?: number
  /** Where events are posted; may also be given later with `connectWebhook`. */
  readonly webhookUrl?: string
  /** true (the default) refuses titles that are too long; false cuts them. */
  readonly strict?: boolean
  /** Without it all. Echoes and deliveries of the app's own messages are posted only when they are among them. */
  readonly subscribedFields?: readonly SubscriptionField[]
  readonly windowEnforced?: boolean
  /** Every recipient counts as having just written, known or not: for load tests. */
  readonly openToAll?: boolean
  /** false: only people with a role on the app can be reached. */
  readonly advancedAccess?: boolean
  /** Handed in on every Page before anything else, as `POST message_templates` takes them. */
  readonly utilityTemplates?: readonly unknown[]
  readonly humanAgent?: boolean
  readonly profileAccess?: boolean
  /** Send calls of one Page; the platform allows 300. */
  readonly sendsPerSecond?: number
  /** How many sent messages are kept in detail; all are counted. */
  readonly keepSent?: number
  /** Called with each message that was accepted, before the caller gets its answer. */
  readonly onSent?: (message: SentMessage) => void
  /** Divides the times between repeated webhook calls (1 s, 3 s, 10 s). */
  readonly retrySpeedUp?: number
  /** How long the receiver has for its answer; the platform gives 5 s. */
  readonly answerDeadlineMs?: number
}

/** The platform's usual ways where nothing else is said. */
export function rulesOf(options: FakeMessengerOptions): MessengerRules {
  return {
    strict: options.strict ?? true,
    windowEnforced: options.windowEnforced ?? true,
    openToAll: options.openToAll ?? false,
    advancedAccess: options.advancedAccess ?? true,
    humanAgent: options.humanAgent ?? true,
    profileAccess: options.profileAccess ?? true,
  }
}
