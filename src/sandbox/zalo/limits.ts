import type { Clock } from '../../core/clock.ts'
import { MINUTE_MS } from '../../core/durations.ts'
import { RateWindow } from '../rate-window.ts'
import { refused, type ZaloAnswer } from './answers.ts'

export interface CallLimits {
  /** Of one OA, by its package: 100 or 2,000. `Infinity` switches the limit and its headers off. */
  readonly perOa: number
  /** Of one app over all its OAs, and the same number again for its article calls. */
  readonly perApp: number
}

export interface LimitVerdict {
  readonly refusal: ZaloAnswer | null
  readonly headers: Readonly<Record<string, string>>
}

/** Counts calls by the clock minute: per OA, per app, and per app for articles. Over the limit: -32 with its two texts. */
export class ZaloLimits {
  readonly #clock: Clock
  readonly #windows = new Map<string, RateWindow>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  take(call: { appId: string; oaId: string; isArticle: boolean }, limits: CallLimits): LimitVerdict {
    const ofApp = this.#window(`${call.isArticle ? 'article' : 'app'} ${call.appId}`).take(limits.perApp)
    const ofOa = this.#window(`oa ${call.oaId}`).take(limits.perOa)
    const headers = Number.isFinite(limits.perOa)
      ? { 'x-ratelimit-limit': String(limits.perOa), 'x-ratelimit-remain': String(ofOa.remaining) }
      : {}
    if (!ofApp.allowed) return { refusal: refused(-32, 'Your application reached limit call api'), headers }
    return { refusal: ofOa.allowed ? null : refused(-32), headers }
  }

  #window(key: string): RateWindow {
    const known = this.#windows.get(key)
    if (known) return known
    const window = new RateWindow(this.#clock, MINUTE_MS)
    this.#windows.set(key, window)
    return window
  }
}
