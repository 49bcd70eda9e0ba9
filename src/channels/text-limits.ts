import { lengthOf } from '../core/text-length.ts'

/** Where a long text may be parted, best places first: paragraphs, lines, sentences, clauses, words. */
const BREAKS = [/\n\s*\n/g, /\n/g, /[.!?…]\s+/g, /[,;:]\s+/g, /\s+/g]

/**
 * Parts a text into pieces of at most `maxChars` code points, at the best break in the second half of each piece, so
 * that no piece is needlessly short. Nothing but the white space at the breaks is lost.
 */
export function splitText(text: string, maxChars: number): [string, ...string[]] {
  const whole = text.normalize('NFC').trim()
  // Never fewer units than code points: most texts are short, and taking them apart costs more than all the rest.
  if (whole.length <= maxChars) return [whole]
  let rest = Array.from(whole)
  const pieces: string[] = []
  while (rest.length > maxChars) {
    const end = breakBefore(rest.slice(0, maxChars + 1).join(''), maxChars)
    pieces.push(rest.slice(0, end).join('').trim())
    rest = Array.from(rest.slice(end).join('').trimStart())
  }
  const last = rest.join('')
  return pieces.length === 0 ? [last] : ([...pieces, ...(last === '' ? [] : [last])] as [string, ...string[]])
}

/** The last good break of `window`, as a number of code points from its start, at most `maxChars`. */
function breakBefore(window: string, maxChars: number): number {
  for (const pattern of BREAKS) {
    let best = 0
    for (const match of window.matchAll(pattern)) {
      const at = lengthOf(window.slice(0, match.index + match[0].trimEnd().length))
      if (at <= maxChars) best = at
    }
    if (best >= maxChars / 2) return best
  }
  return maxChars
}

/** At most `maxChars` code points: cut after a whole word, with "…", when the text is longer. */
export function cutAtWord(text: string, maxChars: number): string {
  const whole = text.normalize('NFC').trim()
  if (whole.length <= maxChars) return whole
  const points = Array.from(whole)
  if (points.length <= maxChars) return points.join('')
  const head = points.slice(0, maxChars - 1).join('')
  const space = points[maxChars - 1] === ' ' ? head.length : head.lastIndexOf(' ')
  return `${(space > 0 ? head.slice(0, space) : head).replace(/[\s,;:.–-]+$/u, '')}…`
}
