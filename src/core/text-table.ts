import { NumberList } from './number-list.ts'

/** A table as numbers alone: the letters (UTF-16) of all its texts, and where each text ends among them. */
export interface PackedTexts {
  readonly letters: Uint16Array
  readonly ends: Int32Array
}

/** What no text has as its number. */
export const UNKNOWN = -1

/** FNV-1a (Fowler, Noll and Vo), over UTF-16 units instead of bytes. */
const HASH_START = 0x811c9dc5
const HASH_FACTOR = 0x01000193

/**
 * Numbers for distinct texts, from 0 in the order in which they were added: what a map from text to number does, in a
 * fifth of its memory and with nothing that a garbage collection would have to go through.
 */
export class TextTable {
  #letters: Uint16Array = new Uint16Array(4096)
  readonly #ends: NumberList<Int32Array>
  /** Open addressing: a text's number and one, in the first slot that was free from where its hash points; 0: free. */
  #slots = new Int32Array(1024)

  private constructor(ends: NumberList<Int32Array>) {
    this.#ends = ends
  }

  static empty(): TextTable {
    return new TextTable(NumberList.ofInts())
  }

  static of({ letters, ends }: PackedTexts): TextTable {
    const table = new TextTable(NumberList.ofInts(ends))
    table.#letters = letters
    table.#layOut()
    return table
  }

  packed(): PackedTexts {
    const ends = this.#ends.numbers.slice()
    return { letters: this.#letters.slice(0, ends.at(-1) ?? 0), ends }
  }

  get size(): number {
    return this.#ends.length
  }

  /** All letters, among which those of text `n` lie from `from(n)` to `to(n)`. The same array until the next text is added. */
  get letters(): Uint16Array {
    return this.#letters
  }

  from(number: number): number {
    return number === 0 ? 0 : this.#ends.at(number - 1)
  }

  to(number: number): number {
    return this.#ends.at(number)
  }

  /** The text's number, or `UNKNOWN`. */
  find(text: string): number {
    return (this.#slots[this.#slotOf(text)] as number) - 1
  }

  /** The text's number, a new one when it is not known yet. */
  add(text: string): number {
    const slot = this.#slotOf(text)
    const known = (this.#slots[slot] as number) - 1
    if (known !== UNKNOWN) return known
    const number = this.size
    const start = this.from(number)
    this.#makeRoom(start + text.length)
    for (let at = 0; at < text.length; at++) this.#letters[start + at] = text.charCodeAt(at)
    this.#ends.push(start + text.length)
    this.#slots[slot] = number + 1
    if (this.size * 2 > this.#slots.length) this.#layOut()
    return number
  }

  /** The slot in which the text's number stands or would stand. */
  #slotOf(text: string): number {
    let hash = HASH_START
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), HASH_FACTOR)
    const last = this.#slots.length - 1
    for (let slot = spread(hash) & last; ; slot = (slot + 1) & last) {
      const number = (this.#slots[slot] as number) - 1
      if (number === UNKNOWN || this.#is(number, text)) return slot
    }
  }

  #is(number: number, text: string): boolean {
    const start = this.from(number)
    if (this.to(number) - start !== text.length) return false
    for (let at = 0; at < text.length; at++) if (this.#letters[start + at] !== text.charCodeAt(at)) return false
    return true
  }

  #makeRoom(letters: number): void {
    if (letters <= this.#letters.length) return
    const larger = new Uint16Array(Math.max(letters, this.#letters.length * 2))
    larger.set(this.#letters)
    this.#letters = larger
  }

  /** Gives every text its slot anew, with two to four slots for each. */
  #layOut(): void {
    const size = this.size
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(512, size) * 2 + 2)))
    const last = slots.length - 1
    for (let number = 0, start = 0; number < size; number++) {
      const end = this.to(number)
      let hash = HASH_START
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ (this.#letters[at] as number), HASH_FACTOR)
      let slot = spread(hash) & last
      while (slots[slot] !== 0) slot = (slot + 1) & last
      slots[slot] = number + 1
      start = end
    }
    this.#slots = slots
  }
}

/** The upper bits of FNV mix best, and the slot is taken from the lower. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15)
}
