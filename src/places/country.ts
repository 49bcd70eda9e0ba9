import { atOnce, type Stepwise } from '../core/stepwise.ts'
import type { CountryProvince, ProvinceUnits } from './commune.ts'
import { agrees, keyOf, placeWordsOf } from './spelling.ts'

/** The whole country's names, for telling that somebody means another province. */
export interface Country {
  /** Provinces of today that the words name: by their own name, or by one of a province that went into them. */
  provincesNamed(words: readonly string[]): readonly CountryProvince[]
  /** The one province that has a commune or district of that name, today or before; null when none or several do. */
  onlyProvinceWith(words: readonly string[]): CountryProvince | null
  /** Sorts the names of communes, which takes some 60 ms: whoever looks for the first one would wait for it. */
  preparing(): Stepwise<void>
}

interface NameSomewhere {
  readonly words: readonly string[]
  readonly province: CountryProvince
}

export function createCountry(units: ReadonlyMap<CountryProvince, ProvinceUnits>): Country {
  const provinceNames = Array.from(units.keys(), (province) =>
    [province.name, ...province.before, ...province.called].map((name) => ({ words: placeWordsOf(name), province })),
  )
  const provinces = Map.groupBy(provinceNames.flat(), ({ words }) => keyOf(words))
  const somewhere = new Map<string, NameSomewhere[]>()
  const sorting = sortNames(units, somewhere)

  return {
    provincesNamed(words) {
      const named = provinces.get(keyOf(words)) ?? []
      return named.filter((name) => agrees(words, name.words)).map(({ province }) => province)
    },
    onlyProvinceWith(words) {
      atOnce(sorting)
      const named = (somewhere.get(keyOf(words)) ?? []).filter((name) => agrees(words, name.words))
      const only = named[0]?.province
      return only && named.every(({ province }) => province === only) ? only : null
    },
    preparing: () => sorting,
  }
}

/** One province a step. */
function* sortNames(
  units: ReadonlyMap<CountryProvince, ProvinceUnits>,
  somewhere: Map<string, NameSomewhere[]>,
): Stepwise<void> {
  const spelt = new Map<string, { readonly words: readonly string[]; readonly key: string }>()
  for (const [province, { communes, formerParts }] of units) {
    const districts = new Set(formerParts.map(({ district }) => district.name))
    const names = new Set([...communes.map(({ name }) => name), ...formerParts.map(({ name }) => name), ...districts])
    for (const name of names) {
      const words = spelt.get(name)?.words ?? placeWordsOf(name)
      const key = spelt.get(name)?.key ?? keyOf(words)
      spelt.set(name, { words, key })
      const list = somewhere.get(key)
      if (list) list.push({ words, province })
      else somewhere.set(key, [{ words, province }])
    }
    yield
  }
}
