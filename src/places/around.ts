import type { Commune, ProvinceUnits, UnitCode } from './commune.ts'
import { districtIdOf } from './gazetteer.ts'

/**
 * The other communes around each: those made of parts of the same districts of before 01/07/2025, in the order of their
 * codes. Nothing tells which of them touch; a former district is what people still reckon as near.
 */
export function communesAround({ communes, formerParts }: ProvinceUnits): ReadonlyMap<UnitCode, readonly Commune[]> {
  const inDistrict = Map.groupBy(formerParts, ({ district }) => districtIdOf(district))
  const districtsOf = Map.groupBy(formerParts, ({ now }) => now)
  return new Map(
    communes.map(({ code }) => {
      const districts = new Set((districtsOf.get(code) ?? []).map(({ district }) => districtIdOf(district)))
      const codes = new Set([...districts].flatMap((id) => (inDistrict.get(id) ?? []).map(({ now }) => now)))
      return [code, communes.filter((other) => other.code !== code && codes.has(other.code))]
    }),
  )
}
