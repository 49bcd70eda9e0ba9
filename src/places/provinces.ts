import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import type { ProvinceId } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import type { UnitCode } from './commune.ts'

/** A province (or city under the central government) that the system can serve. */
export interface Province {
  readonly id: ProvinceId
  /** Official code of the unit (Quyết định 19/2025/QĐ-TTg). */
  readonly code: UnitCode
  /** As it stands within a sentence: `tỉnh Gia Lai`. */
  readonly name: string
  readonly short: string
  readonly site: string
}

const provinceSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  code: z.string().regex(/^\d{2}$/),
  name: z.string(),
  short: z.string(),
  site: z.string(),
})

/** Reads `data/provinces`. Throws an `AppError` that names the file with a mistake. */
export function readProvinces(folder: string): ReadonlyMap<ProvinceId, Province> {
  const provinces = new Map<ProvinceId, Province>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const province = readYaml(join(folder, file), provinceSchema)
    const id = province.id as ProvinceId
    provinces.set(id, { ...province, id, code: province.code as UnitCode })
  }
  return provinces
}

/** The province of that id. Throws an `AppError` that lists those there are, and names the setting it stands in, if any. */
export function provinceOrThrow(
  provinces: ReadonlyMap<ProvinceId, Province>,
  id: ProvinceId,
  setting?: string,
): Province {
  const province = provinces.get(id)
  if (!province)
    throw new AppError(
      'province',
      `${setting ? `${setting}: ` : ''}There is no province "${id}" in data/provinces; there are ${[...provinces.keys()].join(', ')}.`,
    )
  return province
}
