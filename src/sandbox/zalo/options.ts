import type { Clock } from '../../core/clock.ts'
import type { SentMessage } from '../sent-log.ts'
import type { CallLimits } from './limits.ts'
import type { ZbsTemplate } from './templates.ts'
import type { ZaloApp, ZaloRules } from './world.ts'

export interface FakeZaloOptions {
  readonly clock: Clock
  readonly apps: readonly [ZaloApp, ...ZaloApp[]]
  readonly port?: number
  /** Where events are posted; may also be given later with `connectWebhook`. */
  readonly webhookUrl?: string
  /** Calls a minute: of one OA (100 or 2,000 by package), and of the app over all its OAs (4,000). */
  readonly package?: { readonly requestsPerMinute: number; readonly perApp?: number }
  readonly oaType?: ZaloRules['oaType']
  readonly acceptsTemplates?: boolean
  readonly windowEnforced?: boolean
  /** Every recipient counts as having just written, known or not: for load tests. */
  readonly openToAll?: boolean
  readonly echoes?: boolean
  readonly templates?: readonly ZbsTemplate[]
  /** Template messages by phone that an OA may send a day; 5,000 when left out. */
  readonly templatesPerDay?: number
  /** Consultation messages a month beyond the free window; by the package when left out. */
  readonly monthlyAllowance?: number
  /** Free messages after each interaction; 8 when left out, the smaller of what Zalo's notices say (`Infinity`: the other). */
  readonly freePerWindow?: number
  /** How long an article is "being processed" after it was handed in. */
  readonly articleProcessingMs?: number
  /** Tokens of an earlier run count as good: for an app that keeps its tokens while the fake forgets them. */
  readonly trustsEarlierRuns?: boolean
  /** How many sent messages are kept in detail; all are counted. */
  readonly keepSent?: number
  /** Called with each message that was accepted, before the caller gets its answer. */
  readonly onSent?: (message: SentMessage) => void
  /** Divides the platform's times between repeated webhook calls (30 s … 1 h). */
  readonly retrySpeedUp?: number
  /** How long the receiver has for its answer; the platform gives 2 s. */
  readonly answerDeadlineMs?: number
}

/** Growth and Comprehensive packages; the smaller one has the smaller allowance beyond 48 hours. */
const COMPREHENSIVE_PER_MINUTE = 2_000
const PER_APP = 4_000

/** The platform's usual ways where nothing else is said. */
export function rulesOf(options: FakeZaloOptions): ZaloRules {
  const perMinute = options.package?.requestsPerMinute ?? COMPREHENSIVE_PER_MINUTE
  return {
    window: {
      enforced: options.windowEnforced ?? true,
      openToAll: options.openToAll ?? false,
      freePerWindow: options.freePerWindow ?? 8,
    },
    oaType: options.oaType ?? 'business',
    acceptsTemplates: options.acceptsTemplates ?? true,
    monthlyAllowance: options.monthlyAllowance ?? (perMinute >= COMPREHENSIVE_PER_MINUTE ? 2_000 : 500),
    echoes: options.echoes ?? false,
    templates: options.templates ?? [],
    templatesPerDay: options.templatesPerDay ?? 5_000,
  }
}

/** `throttledTo`: a lower limit that a fault has brought, in calls a minute. */
export function callLimitsOf(options: FakeZaloOptions, throttledTo: number | null): CallLimits {
  const byPackage = options.package?.requestsPerMinute ?? COMPREHENSIVE_PER_MINUTE
  const perOa = Math.min(byPackage, throttledTo ?? byPackage)
  // A package above the app's own limit exists only in load tests, which mean to lift both.
  return { perOa, perApp: options.package?.perApp ?? Math.max(PER_APP, byPackage) }
}
