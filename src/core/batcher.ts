import { setTimeout as delay, setImmediate as loopTurn } from 'node:timers/promises'
import type { TimeSlice } from './time-slice.ts'

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export interface BatcherOptions {
  /** Items of a batch, most. */
  readonly maxBatch: number
  /** Batches begin at least so many ms apart, unless a full one waits: under load they hold more, alone none waits. */
  readonly apartMs?: number
  /** What the batches share their time with. */
  readonly slice?: TimeSlice
}

/**
 * Group commit: gathers what is added in one turn of the event loop (and all that comes while a batch is under way) and
 * hands it to `run` at once, so that a thousand small writes cost a few transactions. An item added alone runs alone, at
 * once. One batch runs at a time, in order of arrival.
 *
 * `run` returns one result an item, in order. When it rejects for a batch of several, each item is tried alone, so that
 * a bad one fails by itself.
 */
export class Batcher<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #options: BatcherOptions
  #waiting: Waiting<Item, Result>[] = []
  #running = false
  #begunAt = Number.NEGATIVE_INFINITY

  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>, options: BatcherOptions) {
    this.#run = run
    this.#options = options
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
        void this.#drain()
      }
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#untilDue()
      const batch = this.#waiting.slice(0, this.#options.maxBatch)
      this.#waiting = this.#waiting.slice(batch.length)
      await this.#settle(batch)
    }
    this.#running = false
  }

  /** The event loop turns before each batch: a long line of work must not keep new requests from being read. */
  async #untilDue(): Promise<void> {
    const { maxBatch, apartMs = 0, slice } = this.#options
    const restMs = this.#begunAt + apartMs - performance.now()
    if (restMs > 0 && this.#waiting.length < maxBatch) await delay(restMs)
    else await loopTurn()
    await slice?.enter()
    this.#begunAt = performance.now()
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
