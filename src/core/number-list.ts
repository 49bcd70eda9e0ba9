/** A growing list of numbers of one kind, a quarter to a half as large in memory as an array of them. */
export class NumberList<Numbers extends Int32Array | Float32Array> {
  readonly #make: (length: number) => Numbers
  #numbers: Numbers
  #length = 0

  private constructor(make: (length: number) => Numbers, first: Numbers | null) {
    this.#make = make
    this.#numbers = first ?? make(1024)
    this.#length = first?.length ?? 0
  }

  /** Of 32-bit whole numbers; it goes on from `first`, which it takes as its own. */
  static ofInts(first: Int32Array | null = null): NumberList<Int32Array> {
    return new NumberList((length) => new Int32Array(length), first)
  }

  /** Of numbers with some seven digits. */
  static ofFloats(): NumberList<Float32Array> {
    return new NumberList((length) => new Float32Array(length), null)
  }

  get length(): number {
    return this.#length
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = this.#make(Math.max(1024, this.#length * 2))
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.#length++] = number
  }

  /** A number that was pushed. */
  at(index: number): number {
    return this.#numbers[index] as number
  }

  set(index: number, number: number): void {
    this.#numbers[index] = number
  }

  /** Adds to a number that was pushed. */
  add(at: number, number: number): void {
    this.#numbers[at] = (this.#numbers[at] ?? 0) + number
  }

  /** All that were pushed so far; the list itself, not a copy. */
  get numbers(): Numbers {
    return this.#numbers.subarray(0, this.#length) as Numbers
  }
}
