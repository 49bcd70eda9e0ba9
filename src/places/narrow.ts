import type { UnitCode } from './commune.ts'
import type { NamedPlace } from './gazetteer.ts'
import type { Mention } from './mention.ts'
import type { Reading } from './reading.ts'
import { keyOf, placeWordsOf } from './spelling.ts'

/** A mention, and whether a name beside it told more about where it lies. */
export interface Joined extends Mention {
  readonly joined: boolean
}

/**
 * Joins names that stand side by side where one lies in the other: `Ia Blang, Chư Sê`, `huyện Cao Lộc xã Mẫu Sơn`. What
 * is left of the inner name are the places that do lie there; the outer name has done its work and goes.
 */
export function joinNeighbours({ mentions, unknown }: Reading, home: UnitCode): Joined[] {
  const row: Joined[] = []
  for (const mention of mentions) {
    const next = { ...mention, joined: false }
    const last = row.at(-1)
    const beside = last && !unknown.some(({ start }) => start >= last.end && start < mention.start)
    const pair = beside ? (joinedPair(last, next, home) ?? joinedPair(next, last, home)) : null
    if (pair) row[row.length - 1] = pair
    else row.push(next)
  }
  return row
}

function joinedPair(inner: Joined, outer: Joined, home: UnitCode): Joined | null {
  if (inner.before.otherName || outer.before.otherName) return null
  const second = inner.start < outer.start ? outer : inner
  if (second.before.at) return null
  const places = placesWithin(inner.places, outer, home)
  if (places.length === 0) return null
  const start = Math.min(inner.start, outer.start)
  const inOldDistrict = inner.inOldDistrict || outer.before.type?.level === 'district'
  return { ...inner, start, end: Math.max(inner.end, outer.end), places, inOldDistrict, joined: true }
}

function placesWithin(places: readonly NamedPlace[], outer: Mention, home: UnitCode): readonly NamedPlace[] {
  const level = outer.before.type?.level
  if (level === 'commune') return places.flatMap((place) => partIn(place, outer.places))
  const inDistrict = places.filter((place) => liesInDistrict(place, outer.places))
  if (inDistrict.length > 0 && level !== 'province') return inDistrict
  const province = outer.provinces.find(({ code }) => code === home)
  if (province && level !== 'district') {
    const name = keyOf(outer.words)
    if (keyOf(placeWordsOf(province.name)) === name) return places
    const former = province.before.filter((other) => keyOf(placeWordsOf(other)) === name)
    return places.filter((place) => former.some((other) => place.formerProvinces.has(other)))
  }
  return level === undefined ? places.flatMap((place) => partIn(place, outer.places)) : []
}

function liesInDistrict(place: NamedPlace, outer: readonly NamedPlace[]): boolean {
  if (place.level === 'former_district') return false
  return outer.some(
    (other) => other.level === 'former_district' && [...other.districts].some((id) => place.districts.has(id)),
  )
}

/** An old commune as far as it went into one of the outer communes. */
function partIn(place: NamedPlace, outer: readonly NamedPlace[]): NamedPlace[] {
  if (place.level !== 'former_commune') return []
  const communes = outer.filter((other) => other.level === 'commune').flatMap(({ now }) => now)
  const now = place.now.filter((code) => communes.includes(code))
  return now.length > 0 ? [{ ...place, now }] : []
}
