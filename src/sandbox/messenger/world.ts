import type { Clock } from '../../core/clock.ts'
import type { SentLog } from '../sent-log.ts'
import type { Sequence } from '../sequence.ts'
import type { Chaos } from './chaos.ts'
import type { MessengerRates } from './rates.ts'
import type { MessengerWebhook } from './webhook.ts'

/** How the platform treats the Pages of this world. */
export interface MessengerRules {
  /** true refuses titles that are too long (100); false cuts them, as the platform does with some. */
  readonly strict: boolean
  readonly windowEnforced: boolean
  /** Every recipient counts as having just written, known or not. */
  readonly openToAll: boolean
  /** false: only people with a role on the app can be reached (10/2018028). */
  readonly advancedAccess: boolean
  /** The feature for staff's answers up to 7 days after the person's last message. */
  readonly humanAgent: boolean
  /** The feature for reading names. */
  readonly profileAccess: boolean
}

export interface SenderAction {
  readonly at: number
  readonly account: string
  readonly to: string
  readonly action: string
}

/** What all Pages share. */
export interface World {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly rules: MessengerRules
  readonly rates: MessengerRates
  readonly sent: SentLog
  /** Typing marks and the like, the latest thousand. */
  readonly actions: SenderAction[]
  readonly webhook: MessengerWebhook
  readonly chaos: Chaos
  newMid(): string
}
