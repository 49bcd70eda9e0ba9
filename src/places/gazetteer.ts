import type { Commune, FormerDistrict, FormerPart, ProvinceUnits, UnitCode } from './commune.ts'
import { editsBetween, keyOf, placeWordsOf } from './spelling.ts'

/** Something that people call by name within a province, and the communes of today that it stands for. */
export interface NamedPlace {
  readonly level: 'commune' | 'former_commune' | 'former_district'
  readonly type: string
  readonly name: string
  readonly words: readonly string[]
  readonly key: string
  /** The best first. */
  readonly now: readonly UnitCode[]
  /** The old districts it lay in, as `districtIdOf` tells them apart; a district lies in itself. */
  readonly districts: ReadonlySet<string>
  /** The old provinces it lay in. */
  readonly formerProvinces: ReadonlySet<string>
}

/** The names of one province, found by their keys. */
export interface Gazetteer {
  readonly places: readonly NamedPlace[]
  named(key: string): readonly NamedPlace[]
  /** Places whose name is this one and a number: of `Sơn Kim` `Sơn Kim 1` and `Sơn Kim 2`. */
  numbered(key: string): readonly NamedPlace[]
  /** The places nearest to the key, at most `most` edits away. */
  near(key: string, most: number): { readonly places: readonly NamedPlace[]; readonly edits: number } | null
}

/** `numberWords` are the words of numbers as they are typed instead of `2` in `Sơn Kim 2`. */
export function createGazetteer(units: ProvinceUnits, numberWords: ReadonlyMap<string, string>): Gazetteer {
  const places = [...communesOf(units), ...formerCommunesOf(units.formerParts), ...districtsOf(units)]
  const byKey = Map.groupBy(places, (place) => place.key)
  const byStem = new Map<string, NamedPlace[]>()
  for (const place of places) {
    const number = place.words.at(-1)
    if (place.words.length < 2 || number === undefined || !/^\d+$/.test(number)) continue
    const stem = place.words.slice(0, -1)
    byStem.set(keyOf(stem), [...(byStem.get(keyOf(stem)) ?? []), place])
    const word = numberWords.get(number)
    if (word !== undefined) byKey.set(keyOf([...stem, word]), [place])
  }
  return {
    places,
    named: (key) => byKey.get(key) ?? [],
    numbered: (key) => byStem.get(key) ?? [],
    near: (key, most) => {
      let edits = most
      let nearest: NamedPlace[] = []
      for (const [other, some] of byKey) {
        const away = editsBetween(key, other, edits)
        if (away > edits) continue
        nearest = away < edits ? [...some] : [...nearest, ...some]
        edits = away
      }
      return nearest.length > 0 ? { places: nearest, edits } : null
    },
  }
}

/** Names a former district within its former province: `huyện Chư Sê (Gia Lai)`. */
export function districtIdOf({ type, name, province }: FormerDistrict): string {
  return `${type} ${name} (${province})`
}

function communesOf({ communes, formerParts }: ProvinceUnits): NamedPlace[] {
  const partsOf = Map.groupBy(formerParts, (part) => part.now)
  return communes.map((commune) => ({
    level: 'commune',
    ...spellingOf(commune),
    now: [commune.code],
    ...lyingIn(partsOf.get(commune.code) ?? []),
  }))
}

function formerCommunesOf(formerParts: readonly FormerPart[]): NamedPlace[] {
  const byCommune = Map.groupBy(formerParts, (part) => `${part.type} ${part.name}, ${districtIdOf(part.district)}`)
  return Array.from(byCommune.values(), (parts) => ({
    level: 'former_commune',
    ...spellingOf(parts[0] ?? EMPTY),
    now: parts.map((part) => part.now),
    ...lyingIn(parts),
  }))
}

function districtsOf({ communes, formerParts }: ProvinceUnits): NamedPlace[] {
  const byDistrict = Map.groupBy(formerParts, (part) => districtIdOf(part.district))
  return Array.from(byDistrict.values(), (parts) => {
    const district = spellingOf(parts[0]?.district ?? EMPTY)
    return { level: 'former_district', ...district, now: byShare(parts, communes, district.key), ...lyingIn(parts) }
  })
}

/** The commune that kept the district's name first, then those that hold more of its old communes. */
function byShare(parts: readonly FormerPart[], communes: readonly Commune[], districtKey: string): UnitCode[] {
  const shares = Map.groupBy(parts, (part) => part.now)
  const heir = communes.find((commune) => shares.has(commune.code) && spellingOf(commune).key === districtKey)
  const share = (code: UnitCode) => (code === heir?.code ? Number.POSITIVE_INFINITY : (shares.get(code)?.length ?? 0))
  return [...shares.keys()].sort((a, b) => share(b) - share(a) || a.localeCompare(b))
}

const EMPTY = { type: '', name: '' }

function spellingOf({ type, name }: { type: string; name: string }) {
  const words = placeWordsOf(name)
  return { type, name, words, key: keyOf(words) }
}

function lyingIn(parts: readonly FormerPart[]) {
  return {
    districts: new Set(parts.map((part) => districtIdOf(part.district))),
    formerProvinces: new Set(parts.map((part) => part.district.province)),
  }
}
