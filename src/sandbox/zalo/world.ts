import type { Clock } from '../../core/clock.ts'
import { HOUR_MS } from '../../core/durations.ts'
import type { SentLog } from '../sent-log.ts'
import type { Sequence } from '../sequence.ts'
import { Articles } from './articles.ts'
import type { Broadcast } from './broadcast.ts'
import { ZaloEvents } from './events.ts'
import { People } from './people.ts'
import type { ZbsTemplate } from './templates.ts'
import type { FirstTokens } from './tokens.ts'
import { Uploads } from './uploads.ts'
import type { ZaloWebhook } from './webhook.ts'
import type { WindowRules } from './window.ts'

/** One OA that has accepted one app. */
export interface ZaloApp {
  readonly appId: string
  readonly appSecret: string
  readonly oaId: string
  readonly oaSecretKey: string
  readonly tokens: FirstTokens
}

/** How the platform treats the OAs of this world. */
export interface ZaloRules {
  readonly window: WindowRules
  /** State-agency OAs are refused on v3 (-235), business OAs on v2 (-240). */
  readonly oaType: 'business' | 'state'
  /** Lists and buttons on the consultation path; false refuses them with -233. */
  readonly acceptsTemplates: boolean
  /** Consultation messages a month beyond the free window, before they are charged. */
  readonly monthlyAllowance: number
  /** Post echoes and receipts of the app's own messages. */
  readonly echoes: boolean
  readonly templates: readonly ZbsTemplate[]
  readonly templatesPerDay: number
}

/** What all OAs share. */
export interface ZaloWorld {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly rules: ZaloRules
  readonly sent: SentLog
  readonly webhook: ZaloWebhook
}

/** One OA with all that belongs to it. */
export class OfficialAccount {
  readonly app: ZaloApp
  readonly world: ZaloWorld
  readonly events: ZaloEvents
  readonly people = new People()
  readonly uploads: Uploads
  readonly articles: Articles
  readonly broadcasts: Broadcast[] = []
  #month = ''
  #usedThisMonth = 0
  #day = -1
  #templatesToday = 0

  constructor(app: ZaloApp, world: ZaloWorld, articleProcessingMs: number) {
    this.app = app
    this.world = world
    this.events = new ZaloEvents(app, world.clock, world.sequence)
    this.uploads = new Uploads(world.clock, world.sequence)
    this.articles = new Articles(world.clock, world.sequence, articleProcessingMs)
  }

  /** Messages left in this month's allowance (UTC+7), 0 when every further one is charged. */
  get allowanceLeft(): number {
    const month = vietnamDay(this.world.clock.now()).toISOString().slice(0, 7)
    if (month !== this.#month) {
      this.#month = month
      this.#usedThisMonth = 0
    }
    return this.world.rules.monthlyAllowance - this.#usedThisMonth
  }

  useAllowance(): void {
    this.#usedThisMonth += 1
  }

  /** Template messages by phone left today (UTC+7). */
  get templatesLeft(): number {
    const day = Math.floor(vietnamDay(this.world.clock.now()).getTime() / 86_400_000)
    if (day !== this.#day) {
      this.#day = day
      this.#templatesToday = 0
    }
    return this.world.rules.templatesPerDay - this.#templatesToday
  }

  /** Takes one of them and gives how many are left then; null when none was left. */
  takeTemplate(): number | null {
    if (this.templatesLeft <= 0) return null
    this.#templatesToday += 1
    return this.templatesLeft
  }
}

/** A date whose UTC fields read as the wall clock in Viet Nam (UTC+7, no summer time). */
export function vietnamDay(instant: number): Date {
  return new Date(instant + 7 * HOUR_MS)
}
