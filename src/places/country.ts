import type { CountryProvince, ProvinceUnits } from './commune.ts'
import { agrees, keyOf, placeWordsOf } from './spelling.ts'

/** The whole country's names, for telling that somebody means another province. */
export interface Country {
  /** Provinces of today that the words name: by their own name, or by one of a province that went into them. */
  provincesNamed(words: readonly string[]): readonly CountryProvince[]
  /** The one province that has a commune or district of that name, today or before; null when none or several do. */
  onlyProvinceWith(words: readonly string[]): CountryProvince | null
}

interface NameSomewhere {
  readonly words: readonly string[]
  readonly province: CountryProvince
}

/** The names of communes are sorted when the first one is looked for, which takes some 60 ms. */
export function createCountry(units: ReadonlyMap<CountryProvince, ProvinceUnits>): Country {
  const provinceNames = Array.from(units.keys(), (province) =>
    [province.name, ...province.before, ...province.called].map((name) => ({ words: placeWordsOf(name), province })),
  )
  const provinces = Map.groupBy(provinceNames.flat(), ({ words }) => keyOf(words))
  let somewhere: Map<string, NameSomewhere[]> | null = null

  return {
    provincesNamed(words) {
      const named = provinces.get(keyOf(words)) ?? []
      return named.filter((name) => agrees(words, name.words)).map(({ province }) => province)
    },
    onlyProvinceWith(words) {
      somewhere ??= namesSomewhere(units)
      const named = (somewhere.get(keyOf(words)) ?? []).filter((name) => agrees(words, name.words))
      const only = named[0]?.province
      return only && named.every(({ province }) => province === only) ? only : null
    },
  }
}

function namesSomewhere(units: ReadonlyMap<CountryProvince, ProvinceUnits>): Map<string, NameSomewhere[]> {
  const somewhere = new Map<string, NameSomewhere[]>()
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
  }
  return somewhere
}
