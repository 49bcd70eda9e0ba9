/** How often a fake platform was called, by path and by the code it answered with (`0` is success). */
export class CallCounts {
  readonly byPath: Record<string, number> = {}
  readonly byCode: Record<string, number> = {}
  #total = 0

  get total(): number {
    return this.#total
  }

  add(path: string, code: string): void {
    this.#total += 1
    this.byPath[path] = (this.byPath[path] ?? 0) + 1
    this.byCode[code] = (this.byCode[code] ?? 0) + 1
  }
}
