/** A growing list of 32-bit whole numbers, a quarter to a half as large in memory as an array of them. */
export class IntList {
  #numbers = new Int32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Int32Array(this.#length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.#length++] = number
  }

  /** All that were pushed so far; the list itself, not a copy. */
  get numbers(): Int32Array {
    return this.#numbers.subarray(0, this.#length)
  }
}
