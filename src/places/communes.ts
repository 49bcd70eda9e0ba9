import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import type { Stepwise } from '../core/stepwise.ts'
import { communesAround } from './around.ts'
import type { Because } from './choose.ts'
import type { Commune, CountryProvince, UnitCode } from './commune.ts'
import { createCountry } from './country.ts'
import { type Finding, findCommune } from './find-commune.ts'
import { createGazetteer, type Gazetteer } from './gazetteer.ts'
import { readPlaceWords } from './place-words.ts'
import { readCountry, readUnits } from './read-units.ts'

/** The commune of today that a text names. */
export type CommuneFound =
  | { readonly kind: 'found'; readonly commune: Commune }
  /** Those to choose from, the likeliest first; just one when it only may be meant (`near`). */
  | {
      readonly kind: 'several'
      readonly communes: readonly [Commune, ...Commune[]]
      readonly because: Because
      /** The name that was understood: `huyện Chư Sê`. */
      readonly asked: string
    }
  /** Somewhere in another province. */
  | { readonly kind: 'elsewhere'; readonly province: CountryProvince }
  | { readonly kind: 'none' }

/** The communes of the whole country, as they have been since 01/07/2025. */
export interface Communes {
  /** Those of a province, in the order of their codes. Throws an `AppError` when there is no such province. */
  of(province: UnitCode): readonly Commune[]
  byCode(code: UnitCode): Commune | undefined
  /** The communes of the same former districts as this one, without it; none for a code that is not known. */
  around(code: UnitCode): readonly Commune[]
  /** The commune of `province` that a person names in `text`, by its name of today or one of before 01/07/2025. */
  find(text: string, where: { readonly province: UnitCode }): CommuneFound
  /** Sorts all names of `provinces` and of the country, for which the first to name a place would wait. */
  preparing(provinces: Iterable<UnitCode>): Stepwise<void>
}

/** Reads `data/places` under `root`. Throws an `AppError` that names the file and line of a mistake. */
export function readCommunes(root: string): Communes {
  const folder = join(root, 'data/places')
  const words = readPlaceWords(join(folder, 'words.yaml'))
  const provinces = readCountry(join(folder, 'provinces.yaml'))
  const units = new Map(provinces.map((province) => [province.code, readUnits(join(folder, 'communes'), province)]))
  const byCode = new Map([...units.values()].flatMap(({ communes }) => communes).map((some) => [some.code, some]))
  const gazetteers = new Map<UnitCode, Gazetteer>()
  const around = new Map<UnitCode, ReturnType<typeof communesAround>>()

  function unitsOrThrow(province: UnitCode) {
    const found = units.get(province)
    if (!found)
      throw new AppError('province', `There is no province with the code "${province}" in data/places/provinces.yaml.`)
    return found
  }

  function gazetteerOf(province: UnitCode): Gazetteer {
    const gazetteer = gazetteers.get(province) ?? createGazetteer(unitsOrThrow(province), words.numbers)
    gazetteers.set(province, gazetteer)
    return gazetteer
  }

  function aroundIn(province: UnitCode) {
    const known = around.get(province) ?? communesAround(unitsOrThrow(province))
    around.set(province, known)
    return known
  }

  const country = createCountry(new Map(provinces.map((province) => [province, unitsOrThrow(province.code)])))

  return {
    of: (province) => unitsOrThrow(province).communes,
    byCode: (code) => byCode.get(code),
    around(code) {
      const province = byCode.get(code)?.province
      return province === undefined ? [] : (aroundIn(province).get(code) ?? [])
    },
    find(text, { province }) {
      const names = { gazetteer: gazetteerOf(province), words, country }
      return asCommunes(findCommune(text, { names, home: province }), byCode)
    },
    *preparing(codes) {
      for (const province of codes) {
        gazetteerOf(province)
        yield
      }
      yield* country.preparing()
    },
  }
}

function asCommunes(finding: Finding, byCode: ReadonlyMap<UnitCode, Commune>): CommuneFound {
  if (finding.kind !== 'place') return finding
  const { choice, sure } = finding
  const [first, ...others] = choice.codes.map((code) => byCode.get(code)).filter((commune) => commune !== undefined)
  if (!first) return { kind: 'none' }
  if (others.length === 0 && sure) return { kind: 'found', commune: first }
  const because = sure ? choice.because : 'near'
  return { kind: 'several', communes: [first, ...others], because, asked: choice.asked }
}
