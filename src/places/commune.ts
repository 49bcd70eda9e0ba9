import type { Id } from '../core/ids.ts'

/** Official code of a unit: two digits for a province, five for a commune (Quyết định 19/2025/QĐ-TTg). */
export type UnitCode = Id<'Unit'>

export const COMMUNE_TYPES = ['xã', 'phường', 'đặc khu'] as const
export type CommuneType = (typeof COMMUNE_TYPES)[number]

/** A unit of the lower of the two levels there are since 01/07/2025. */
export interface Commune {
  readonly code: UnitCode
  readonly type: CommuneType
  /** Without its type: `Chư Sê`. */
  readonly name: string
  readonly province: UnitCode
}

/** A commune of before 01/07/2025, or the part of it that went into one of today's. */
export interface FormerPart {
  /** `thị trấn`, `xã`, `phường`. */
  readonly type: string
  readonly name: string
  readonly district: FormerDistrict
  readonly now: UnitCode
}

export interface FormerDistrict {
  /** `huyện`, `quận`, `thị xã`, `thành phố`. */
  readonly type: string
  readonly name: string
  /** The province of that time, without its type. */
  readonly province: string
}

/** What the files know of one province. */
export interface ProvinceUnits {
  readonly communes: readonly Commune[]
  readonly formerParts: readonly FormerPart[]
}

/** A province as the whole country's list knows it, whether the system serves it or not. */
export interface CountryProvince {
  readonly code: UnitCode
  /** `tỉnh`, `thành phố`. */
  readonly type: string
  readonly name: string
  /** Provinces of before 01/07/2025 that went into it. */
  readonly before: readonly string[]
  /** Other names people use. */
  readonly called: readonly string[]
}
