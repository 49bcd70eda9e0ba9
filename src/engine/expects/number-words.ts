/** The signs of number words, as `data/language/expects/numbers.yaml` describes them. */
const DIGIT = /^n([1-9])$/
const AFTER_TENS = /^[ns]([1-9])$/

interface Counted {
  readonly value: number
  /** How many signs it took. */
  readonly length: number
}

/**
 * Puts `#25` in the place of signs that say a number: `n2 x10 s5`. Digits that were typed are such signs already; words
 * of number right beside them make no sense, and stay as they are ("5 năm" is no 55).
 */
export function countNumbers(signs: readonly string[]): string[] {
  const counted: string[] = []
  for (let at = 0; at < signs.length; ) {
    const typed = /^#(\d+)$/.exec(signs[at] ?? '')
    const times = timesOf(signs[at + 1])
    if (typed && times > 1) {
      counted.push(`#${Number(typed[1]) * times}`)
      at += 2
      continue
    }
    const number = typed || isTyped(signs[at - 1]) ? null : readThousands(signs, at)
    const counts = number !== null && !isTyped(signs[at + number.length])
    counted.push(counts ? `#${number.value}` : (signs[at] ?? ''))
    at += counts ? number.length : 1
  }
  return counted
}

function isTyped(sign: string | undefined): boolean {
  return sign?.startsWith('#') ?? false
}

function timesOf(sign: string | undefined): number {
  return Number(/^x(\d+)$/.exec(sign ?? '')?.[1] ?? 1)
}

function readThousands(signs: readonly string[], at: number): Counted | null {
  const first = readHundreds(signs, at)
  if (signs[at + (first?.length ?? 0)] !== 'x1000') return first
  return { value: (first?.value ?? 1) * 1000, length: (first?.length ?? 0) + 1 }
}

function readHundreds(signs: readonly string[], at: number): Counted | null {
  const digit = digitAt(signs, at, DIGIT)
  const head = digit === null ? 0 : 1
  if (signs[at + head] !== 'x100') return readTens(signs, at)
  const hundreds = { value: (digit ?? 1) * 100, length: head + 1 }
  const next = at + hundreds.length
  if (signs[next] === 'and') {
    const units = digitAt(signs, next + 1, AFTER_TENS)
    return units === null ? hundreds : { value: hundreds.value + units, length: hundreds.length + 2 }
  }
  const rest = readTens(signs, next)
  // "một trăm hai" is 102 to some and 120 to others: only tens join a hundred.
  if (rest === null || rest.value < 10) return hundreds
  return { value: hundreds.value + rest.value, length: hundreds.length + rest.length }
}

function readTens(signs: readonly string[], at: number): Counted | null {
  const digit = digitAt(signs, at, DIGIT)
  if (digit !== null && (signs[at + 1] === 'x10' || signs[at + 1] === 'n10')) return withUnits(signs, at, digit * 10, 2)
  if (signs[at] === 'n10' || signs[at] === 'x10') return withUnits(signs, at, 10, 1)
  const suffix = digitAt(signs, at + 1, /^s([145])$/)
  if (digit !== null && digit > 1 && suffix !== null) return { value: digit * 10 + suffix, length: 2 }
  if (digit !== null) return { value: digit, length: 1 }
  return signs[at] === 's4' ? { value: 4, length: 1 } : null
}

function withUnits(signs: readonly string[], at: number, tens: number, length: number): Counted {
  const units = digitAt(signs, at + length, AFTER_TENS)
  return units === null ? { value: tens, length } : { value: tens + units, length: length + 1 }
}

function digitAt(signs: readonly string[], at: number, form: RegExp): number | null {
  const match = form.exec(signs[at] ?? '')
  return match ? Number(match[1]) : null
}
