import type { Clock } from '../../core/clock.ts'
import { MINUTE_MS, SECOND_MS } from '../../core/durations.ts'
import { RateWindow } from '../rate-window.ts'

/** Audio and video have a limit of their own. */
const MEDIA_PER_SECOND = 10

/** Sends a second and Page (300, audio and video 10); over them the platform answers 613. */
export class MessengerRates {
  readonly #clock: Clock
  readonly #perSecond: number
  readonly #throttledTo: () => number | null
  readonly #windows = new Map<string, RateWindow>()

  /** `throttledTo`: a limit in calls a minute that a fault has brought. */
  constructor(clock: Clock, perSecond: number, throttledTo: () => number | null) {
    this.#clock = clock
    this.#perSecond = perSecond
    this.#throttledTo = throttledTo
  }

  allowsSend(pageId: string): boolean {
    const perMinute = this.#throttledTo()
    if (perMinute !== null && !this.#window(`minute ${pageId}`, MINUTE_MS).take(perMinute).allowed) return false
    return this.#window(`second ${pageId}`, SECOND_MS).take(this.#perSecond).allowed
  }

  allowsMedia(pageId: string): boolean {
    return this.#window(`media ${pageId}`, SECOND_MS).take(MEDIA_PER_SECOND).allowed
  }

  #window(key: string, lengthMs: number): RateWindow {
    const known = this.#windows.get(key)
    if (known) return known
    const window = new RateWindow(this.#clock, lengthMs)
    this.#windows.set(key, window)
    return window
  }
}
