import type { Clock } from '../../core/clock.ts'

/** Past this many keys the one that was quiet longest is forgotten: memory must not grow with the number of strangers. */
const MAX_KEYS = 20_000

/** Counts what each key did within a sliding window, in the memory of this process. */
export class AttemptWindow {
  readonly #clock: Clock
  readonly #max: number
  readonly #windowMs: number
  readonly #times = new Map<string, number[]>()

  constructor(options: { clock: Clock; max: number; windowMs: number }) {
    this.#clock = options.clock
    this.#max = options.max
    this.#windowMs = options.windowMs
  }

  record(key: string): void {
    const times = this.#recent(key)
    // Deleted first, so that the map keeps its keys in the order of their last use.
    this.#times.delete(key)
    this.#times.set(key, [...times, this.#clock.now()])
    const oldest = this.#times.keys().next()
    if (this.#times.size > MAX_KEYS && !oldest.done) this.#times.delete(oldest.value)
  }

  forget(key: string): void {
    this.#times.delete(key)
  }

  /** Whole seconds until the key may act again; 0 when it may now. */
  waitSeconds(key: string): number {
    const times = this.#recent(key)
    const blocking = times[times.length - this.#max]
    if (blocking === undefined) return 0
    return Math.max(1, Math.ceil((blocking + this.#windowMs - this.#clock.now()) / 1000))
  }

  #recent(key: string): number[] {
    const since = this.#clock.now() - this.#windowMs
    return (this.#times.get(key) ?? []).filter((time) => time > since)
  }
}
