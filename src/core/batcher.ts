interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: gathers what is added in one turn of the event loop (and all that comes while a batch is under way) and
 * hands it to `run` at once, so that a thousand small writes cost a few transactions. It waits on no timer: an item
 * added alone runs alone, at once. One batch runs at a time, in order of arrival.
 *
 * `run` returns one result an item, in order. When it rejects for a batch of several, each item is tried alone, so that
 * a bad one fails by itself.
 */
export class Batcher<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #maxBatch: number
  #waiting: Waiting<Item, Result>[] = []
  #running = false

  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>, options: { maxBatch: number }) {
    this.#run = run
    this.#maxBatch = options.maxBatch
  }

  /** How many items wait for their batch. */
  get depth(): number {
    return this.#waiting.length
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#running) {
        this.#running = true
        setImmediate(() => void this.#drain())
      }
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#maxBatch)
      this.#waiting = this.#waiting.slice(batch.length)
      await this.#settle(batch)
      // The event loop turns between batches: a long line of work must not keep new requests from being read.
      if (this.#waiting.length > 0) await new Promise((resolve) => setImmediate(resolve))
    }
    this.#running = false
  }

  async #settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#run(batch.map((waiting) => waiting.item))
      batch.forEach((waiting, index) => {
        waiting.resolve(results[index] as Result)
      })
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const waiting of batch) await this.#settle([waiting])
    }
  }
}
