import type { CountryProvince } from './commune.ts'
import type { Country } from './country.ts'
import type { Gazetteer, NamedPlace } from './gazetteer.ts'
import type { Level, PlaceWords } from './place-words.ts'
import { agrees, keyOf } from './spelling.ts'

/** What stood directly before a name. */
export interface Before {
  /** `xã`, `huyện`, …, and the level it speaks of. */
  readonly type: { readonly level: Level; readonly type: string } | null
  /** `ở`, `quê`, …. */
  readonly at: boolean
  /** `đường`, `thôn`, `tên`, …: the name is not a commune's. */
  readonly otherName: boolean
}

/** A row of words of the text, from `start` up to but not with `end`. */
export interface Stretch {
  readonly start: number
  readonly end: number
  readonly words: readonly string[]
  readonly before: Before
  /** Accents were typed somewhere in the text, so a word without them may be meant so. */
  readonly inAccentedText: boolean
}

/** A stretch that is the name of something. */
export interface Mention extends Stretch {
  readonly places: readonly NamedPlace[]
  /** Provinces of that name; or the one that has a place of that name, when there is none here. */
  readonly provinces: readonly CountryProvince[]
  readonly elsewhere: boolean
  /** It is followed by `cũ`. */
  readonly former: boolean
  /** It stands beside its old district, called so: `…, huyện Chư Sê`. */
  readonly inOldDistrict: boolean
  /** The accents that were typed are those of a name. */
  readonly accentsAgree: boolean
  /** How many letters differ from the name. */
  readonly edits: number
  /** Only the beginning of numbered names: `Sơn Kim`. */
  readonly withoutNumber: boolean
}

/** The names that a text is searched for, and the words that stand around them. */
export interface Names {
  readonly gazetteer: Gazetteer
  readonly words: PlaceWords
  readonly country: Country
}

const NAMELESS = {
  places: [],
  provinces: [],
  elsewhere: false,
  former: false,
  inOldDistrict: false,
  accentsAgree: false,
  edits: 0,
  withoutNumber: false,
}

/** The stretch as a name spelt like it, here or elsewhere; null when nothing is called so. */
export function nameSpeltLike(stretch: Stretch, names: Names): Mention | null {
  const key = keyOf(stretch.words)
  const provinces = names.country.provincesNamed(stretch.words)
  const here = placeWithKey(stretch, key, names)
  if (here) return withProvinces(here, provinces)
  return provinces.length > 0 ? { ...NAMELESS, ...stretch, provinces } : placeElsewhere(stretch, names)
}

/** The stretch as a name of this province whose key is `key`, with a number or without; null when none is called so. */
export function placeWithKey(stretch: Stretch, key: string, { gazetteer }: Names): Mention | null {
  const named = gazetteer.named(key)
  if (named.length === 0) {
    const numbered = gazetteer.numbered(key)
    return numbered.length > 0 ? { ...NAMELESS, ...stretch, places: numbered, withoutNumber: true } : null
  }
  const agreeing = withTypedAccents(named, stretch)
  const accentsAgree = agreeing.length > 0
  return { ...NAMELESS, ...stretch, places: ofItsLevel(accentsAgree ? agreeing : named, stretch.before), accentsAgree }
}

/** The stretch as a name that differs in some letters. */
export function nameSpeltNearly(stretch: Stretch, places: readonly NamedPlace[], edits: number): Mention {
  return { ...NAMELESS, ...stretch, places: ofItsLevel(places, stretch.before), edits }
}

/** `thành phố Đồng Nai` is the province when no old district was called so. */
function withProvinces(mention: Mention, provinces: readonly CountryProvince[]): Mention {
  const isDistrict = mention.places.some((place) => place.level === 'former_district')
  const onlyProvince = provinces.length > 0 && mention.before.type?.level === 'district' && !isDistrict
  return { ...mention, provinces, places: onlyProvince ? [] : mention.places }
}

/** A name that only another province has, where the text speaks of a place. */
function placeElsewhere(stretch: Stretch, { country }: Names): Mention | null {
  const { type, at, otherName } = stretch.before
  if (!(type || at) || otherName || (stretch.words.length === 1 && !type)) return null
  const province = country.onlyProvinceWith(stretch.words)
  return province && { ...NAMELESS, ...stretch, provinces: [province], elsewhere: true, accentsAgree: true }
}

/** The places with just the accents that were typed; else those with these and more. */
function withTypedAccents(places: readonly NamedPlace[], { words, inAccentedText }: Stretch): readonly NamedPlace[] {
  const typed = words.join('')
  const same = inAccentedText ? places.filter((place) => place.words.join('') === typed) : []
  return same.length > 0 ? same : places.filter((place) => agrees(words, place.words))
}

/** The places of the level that the word before the name speaks of, if there are any. */
function ofItsLevel(places: readonly NamedPlace[], { type }: Before): readonly NamedPlace[] {
  if (!type || type.level === 'province') return places
  const wantsDistrict = type.level === 'district'
  const ofLevel = places.filter((place) => (place.level === 'former_district') === wantsDistrict)
  if (ofLevel.length === 0) return places
  const ofType = ofLevel.filter((place) => place.type === type.type)
  return wantsDistrict && ofType.length > 0 ? ofType : ofLevel
}
