import { type Choice, chooseAmong } from './choose.ts'
import type { CountryProvince, UnitCode } from './commune.ts'
import { guessBeginning, guessWhole, isSure } from './guess.ts'
import { meansPlace, otherProvinceMeant, otherProvinceOf } from './meant.ts'
import type { Mention, Names } from './mention.ts'
import { joinNeighbours } from './narrow.ts'
import { type Reading, readText } from './reading.ts'
import { hasAccents, isHighland } from './spelling.ts'

/** What a text says about where somebody lives, in codes of communes. */
export type Finding =
  | { readonly kind: 'place'; readonly choice: Choice; readonly sure: boolean }
  | { readonly kind: 'elsewhere'; readonly province: CountryProvince }
  | { readonly kind: 'none' }

/** Everything that finding in one province needs. */
export interface Search {
  readonly names: Names
  readonly home: UnitCode
}

const NONE: Finding = { kind: 'none' }

/** Names first; then names of other provinces; then names spelt nearly so, where the text speaks of nothing but a place. */
export function findCommune(text: string, search: Search): Finding {
  const reading = withGuessesAfterTypes(readText(text, search.names), search.names)
  return placeNamed(reading, search) ?? otherProvince(reading, search) ?? placeGuessed(reading, search) ?? NONE
}

/** After `xã`, `huyện`, … must come a name: what is none is taken for the one it nearly spells. */
function withGuessesAfterTypes(reading: Reading, names: Names): Reading {
  const typed = reading.unknown.filter(({ before }) => before.type && before.type.level !== 'province')
  const guesses = typed.map((stretch) => guessBeginning(stretch, names)).filter((guess) => guess !== null)
  if (guesses.length === 0) return reading
  return {
    ...reading,
    mentions: [...reading.mentions, ...guesses].sort((a, b) => a.start - b.start),
    unknown: reading.unknown.filter(({ start }) => guesses.every((guess) => guess.start !== start)),
  }
}

function placeNamed(reading: Reading, { names, home }: Search): Finding | null {
  const row = joinNeighbours(reading, home)
  const meant = row.filter((mention) => meansPlace(mention, reading, names.words, home))
  const typed = meant.filter(({ before }) => before.type?.level === 'commune')
  const chosen = typed.length > 0 ? typed : meant
  const [only, ...others] = chosen
  if (!only) return null
  const after = others.length === 0 ? mentionAfter(only, row, reading) : undefined
  const province = after && after.places.length === 0 ? otherProvinceOf(after, home) : null
  if (province) return { kind: 'elsewhere', province }
  return placeOf(chosen)
}

/** The mention that follows with nothing between: `Tân Tiến, Cà Mau`. */
function mentionAfter(mention: Mention, row: readonly Mention[], { unknown }: Reading): Mention | undefined {
  const next = row.find(({ start }) => start >= mention.end)
  return next && unknown.every(({ start }) => start < mention.end || start > next.start) ? next : undefined
}

function otherProvince(reading: Reading, { names, home }: Search): Finding | null {
  const named = reading.mentions.map((mention) => otherProvinceMeant(mention, reading, home))
  const province = named.find((some) => some !== null) ?? provinceOfWholeText(reading, names)
  return province && province.code !== home ? { kind: 'elsewhere', province } : null
}

/** The province that alone has a place of the name that is all the text says: `Cầu Giấy`. */
function provinceOfWholeText({ whole: { words } }: Reading, { country }: Names): CountryProvince | null {
  return words.length > 1 && hasAccents(words) ? country.onlyProvinceWith(words) : null
}

function placeGuessed({ mentions, unknown, whole }: Reading, { names }: Search): Finding | null {
  for (const stretch of unknown.filter(({ before }) => before.at)) {
    const couldBeAnything = !hasAccents(stretch.words) && !stretch.words.some(isHighland)
    const guess = couldBeAnything ? null : guessBeginning(stretch, names)
    if (guess) return placeOf([guess])
  }
  if (mentions.length > 0) return null
  const [only, ...others] = unknown
  const guess = (only && others.length === 0 ? guessWhole(only, names) : null) ?? guessWhole(whole, names)
  return guess && placeOf([guess])
}

function placeOf(mentions: readonly Mention[]): Finding {
  const alsoProvince = mentions.some(({ provinces, before }) => provinces.length > 0 && !before.type)
  return { kind: 'place', choice: chooseAmong(mentions), sure: mentions.every(isSure) && !alsoProvince }
}
