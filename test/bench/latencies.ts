/** Durations in ms, of which quantiles are asked. */
export class Latencies {
  readonly #values: number[] = []

  add(ms: number): void {
    this.#values.push(ms)
  }

  get count(): number {
    return this.#values.length
  }

  summary(): LatencySummary {
    const sorted = Float64Array.from(this.#values).sort()
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    return { p50: at(0.5), p99: at(0.99), max: at(1) }
  }
}

export interface LatencySummary {
  readonly p50: number
  readonly p99: number
  readonly max: number
}
