/**
 * Parts long computing into slices, so that the event loop turns between them: who computes awaits `enter` before each
 * piece, which lets one in after the other, and at the end of a slice only when the loop has turned. A piece, all that is
 * computed up to its next `await`, is never interrupted.
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
      queueMicrotask(() => this.#letIn())
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
      // Runs after the piece that was just let in: what awaited it stands before this in the queue of microtasks.
      queueMicrotask(() => this.#letIn())
    }
  }
}
