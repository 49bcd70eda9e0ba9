/**
 * A map that keeps what was asked for lately: at most `limit` entries, and at least the half of them that was used last.
 * Two generations instead of an order of use: to find what was used lately writes nothing, while an order is written anew
 * at every look, and its tables end in V8's old generation (after Dominic Tarr's hashlru).
 */
export class LatestMap<Key, Value extends NonNullable<unknown>> {
  readonly #half: number
  #recent = new Map<Key, Value>()
  #older = new Map<Key, Value>()

  constructor(limit: number) {
    this.#half = Math.max(1, Math.floor(limit / 2))
  }

  get(key: Key): Value | undefined {
    const recent = this.#recent.get(key)
    if (recent !== undefined) return recent
    const older = this.#older.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: Key, value: Value): void {
    if (this.#recent.size >= this.#half && !this.#recent.has(key)) {
      this.#older = this.#recent
      this.#recent = new Map()
    }
    this.#recent.set(key, value)
  }
}
