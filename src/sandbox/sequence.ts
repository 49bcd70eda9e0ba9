import { randomBytes } from 'node:crypto'

/** New ids of a fake platform. Two runs never give the same ones: the app keeps its database over restarts. */
export interface Sequence {
  /** 20 hex digits, as Zalo writes message ids. */
  hex(): string
  /** 17 decimal digits, as Meta writes object ids. */
  digits(): string
}

/** Ids that no other sequence gives, unless it has the same `seed` (six bytes). */
export function createSequence(seed: Buffer = randomBytes(6)): Sequence {
  const hexHead = seed.toString('hex').slice(0, 10)
  const digitHead = `1${String(seed.readUIntBE(0, 6) % 1e8).padStart(8, '0')}`
  let count = 0
  return {
    hex: () => hexHead + (count++).toString(16).padStart(10, '0'),
    digits: () => digitHead + String(count++).padStart(8, '0'),
  }
}
