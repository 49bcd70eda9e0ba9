import type { ProvinceId } from '../core/ids.ts'
import type { Commune, UnitCode } from '../places/commune.ts'
import type { Communes } from '../places/communes.ts'
import type { Province } from '../places/provinces.ts'
import type { UnitId } from './member.ts'

/** The tree of units: the provinces that are served, each with its communes. */
export interface Units {
  /** The unit that an id or an official code names; null when there is none in the provinces that are served. */
  find(text: string): UnitId | null
  /** The province that a unit belongs to, or is. */
  provinceOf(unit: UnitId): ProvinceId | null
  /** Whether `unit` is `upper` or below it. */
  contains(upper: UnitId, unit: UnitId): boolean
  /** A unit and all below it. */
  within(unit: UnitId): readonly UnitId[]
  /** As it stands within a sentence: `tỉnh Gia Lai`, `xã Chư Sê`. */
  nameOf(unit: UnitId): string
  /** Whether it is a commune, the lowest level. */
  isCommune(unit: UnitId): boolean
}

export function createUnits(
  provinces: ReadonlyMap<ProvinceId, Province>,
  communes: Pick<Communes, 'of' | 'byCode'>,
): Units {
  const provinceByCode = new Map([...provinces.values()].map((province) => [province.code, province.id]))
  const communeOf = (unit: UnitId): Commune | undefined => communes.byCode(unit as UnitCode)

  function provinceOf(unit: UnitId): ProvinceId | null {
    const province = provinces.get(unit as ProvinceId)
    if (province) return province.id
    const commune = communeOf(unit)
    return commune ? (provinceByCode.get(commune.province) ?? null) : null
  }

  return {
    find(text) {
      const unit = provinceByCode.get(text as UnitCode) ?? (text as UnitId)
      return provinceOf(unit) === null ? null : unit
    },
    provinceOf,
    contains: (upper, unit) => upper === unit || provinceOf(unit) === upper,
    within(unit) {
      const province = provinces.get(unit as ProvinceId)
      return province ? [unit, ...communes.of(province.code).map(({ code }) => code)] : [unit]
    },
    nameOf(unit) {
      const commune = communeOf(unit)
      return commune ? `${commune.type} ${commune.name}` : (provinces.get(unit as ProvinceId)?.name ?? unit)
    },
    isCommune: (unit) => communeOf(unit) !== undefined,
  }
}
