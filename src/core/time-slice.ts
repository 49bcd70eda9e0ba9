/**
 * How long turns are read, decided, stored and sent before the event loop turns, in ms. All of it is computing: longer, and
 * webhooks wait for their 200; shorter, and each of the commits holds fewer turns.
 */
export const BEHIND_WEBHOOKS_MS = 4

/**
 * Parts long computing into slices, so that the event loop turns between them: who computes awaits `enter` before each
 * piece, which lets one in after the other, and at the end of a slice only when the loop has turned. A piece, all that
 * happens up to where it waits for something outside the process, is never interrupted.
 */
export class TimeSlice {
  readonly #lengthMs: number
  readonly #waiting: (() => void)[] = []
  #endsAt = 0
  #letting = false

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs
  }

  enter(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#letting) return
      this.#letting = true
      this.#letInNext()
    })
  }

  #letIn(): void {
    if (this.#waiting.length === 0) {
      this.#letting = false
    } else if (performance.now() >= this.#endsAt) {
      setImmediate(() => {
        this.#endsAt = performance.now() + this.#lengthMs
        this.#letIn()
      })
    } else {
      this.#waiting.shift()?.()
      this.#letInNext()
    }
  }

  /** When all promises that can be settled now are: also those of queries of SQLite, which wait for nothing outside. */
  #letInNext(): void {
    // Ticks come once no microtask is left; but those of a callback's own come before its microtasks.
    queueMicrotask(() => process.nextTick(() => this.#letIn()))
  }
}
