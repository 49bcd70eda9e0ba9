import { type Mention, type Names, nameSpeltNearly, placeWithKey, type Stretch } from './mention.ts'
import { hasAccents, isHighland, keyOf, telexKeyOf } from './spelling.ts'

const MAX_NAME_WORDS = 5
/** Shorter names have too many neighbours to guess from. */
const MIN_KEY_LENGTH = 5
const MIN_KEY_LENGTH_ALONE = 6
/** From here on a name may have two letters wrong. */
const LONG_KEY_LENGTH = 9

/** The name that the beginning of a stretch nearly spells. */
export function guessBeginning(stretch: Stretch, names: Names): Mention | null {
  let best: Mention | null = null
  for (let count = Math.min(stretch.words.length, MAX_NAME_WORDS); count > 0; count--) {
    const beginning = { ...stretch, end: stretch.start + count, words: stretch.words.slice(0, count) }
    const guess = guessWhole(beginning, names)
    if (guess && (!best || guess.edits < best.edits)) best = guess
  }
  return best
}

/** The name that a stretch nearly spells: typed in Telex, or with a letter or two wrong. */
export function guessWhole(stretch: Stretch, names: Names): Mention | null {
  if (stretch.words.length > MAX_NAME_WORDS) return null
  const telex = hasAccents(stretch.words) ? null : placeWithKey(stretch, telexKeyOf(stretch.words), names)
  if (telex) return telex
  const key = keyOf(stretch.words)
  if (key.length < (stretch.before.type ? MIN_KEY_LENGTH : MIN_KEY_LENGTH_ALONE)) return null
  const near = names.gazetteer.near(key, key.length < LONG_KEY_LENGTH ? 1 : 2)
  return near && nameSpeltNearly(stretch, near.places, near.edits)
}

/** Whether a guess is so near that it need not be asked about. */
export function isSure({ edits, words, before }: Mention): boolean {
  const { length } = keyOf(words)
  if (edits === 0 || length > LONG_KEY_LENGTH) return true
  const couldBeWords = !before.type && hasAccents(words) && !words.some(isHighland)
  return edits < 1
    ? length > MIN_KEY_LENGTH
    : edits === 1 && length > (before.type ? MIN_KEY_LENGTH : MIN_KEY_LENGTH_ALONE) && !couldBeWords
}
