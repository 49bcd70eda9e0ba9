import type { CountryProvince, UnitCode } from './commune.ts'
import type { Mention } from './mention.ts'
import type { Joined } from './narrow.ts'
import type { PlaceWords } from './place-words.ts'
import type { Reading } from './reading.ts'
import { hasAccents, isHighland, keyOf, placeWordsOf } from './spelling.ts'

/** Whether the text is nothing but the name of a place and words that stand around names. */
function isNothingElse({ unknown }: Reading): boolean {
  return unknown.length === 0
}

/** Whether the writer means a commune or district of this province, and not a word, a person or a street of that name. */
export function meansPlace(mention: Joined, reading: Reading, words: PlaceWords, home: UnitCode): boolean {
  if (mention.places.length === 0) return false
  const { type, at, otherName } = mention.before
  if (mention.provinces.length > 0 && meansProvince(mention, reading, home)) return false
  if (type) return type.level !== 'province'
  if (otherName || words.replies.has(mention.words)) return false
  if (mention.joined || isNothingElse(reading)) return true
  if (words.everyday.has(mention.words)) return false
  const highland = mention.words.some(isHighland)
  if (at) return mention.accentsAgree || highland
  return mention.accentsAgree && (highland || (mention.words.length > 1 && hasAccents(mention.words)))
}

/** A name of both a place here and a province is the province's, unless something speaks for the place. */
function meansProvince({ before: { type }, words, provinces, joined }: Joined, reading: Reading, home: UnitCode) {
  if (type || joined) return type?.level === 'province'
  const itself = provinces.some(({ code, name }) => code === home && keyOf(placeWordsOf(name)) === keyOf(words))
  return itself || !isNothingElse(reading)
}

/** The province that the mention names, if it is not this one. */
export function otherProvinceOf({ provinces }: Mention, home: UnitCode): CountryProvince | null {
  const [province] = provinces
  return province && provinces.every(({ code }) => code !== home) ? province : null
}

/** The other province that the mention names, if somebody is or comes from there. */
export function otherProvinceMeant(mention: Mention, reading: Reading, home: UnitCode): CountryProvince | null {
  const { type, at, otherName } = mention.before
  if (mention.elsewhere && !hasAccents(mention.words) && !isNothingElse(reading)) return null
  const afterUnknown = reading.unknown.some(({ end, before }) => end <= mention.start && (before.type || before.at))
  const isMeant = type || at || isNothingElse(reading) || (afterUnknown && !otherName)
  return isMeant ? otherProvinceOf(mention, home) : null
}
