import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import { readYaml } from '../core/read-yaml.ts'
import {
  COMMUNE_TYPES,
  type Commune,
  type CountryProvince,
  type FormerDistrict,
  type FormerPart,
  type ProvinceUnits,
  type UnitCode,
} from './commune.ts'

const FORMER_COMMUNE_TYPES = ['xã', 'phường', 'thị trấn'] as const
const DISTRICT_TYPES = ['huyện', 'thành phố', 'thị xã', 'quận'] as const
const PROVINCE_TYPES = ['tỉnh', 'thành phố'] as const
const DISTRICT = /^([^(:]+?)(?: \(([^)]+)\))?: (.+)$/

const provincesSchema = z.array(
  z.strictObject({
    code: z.string().regex(/^\d{2}$/),
    name: z.string(),
    before: z.array(z.string()).default([]),
    called: z.array(z.string()).default([]),
  }),
)

/** Reads `data/places/provinces.yaml`. Throws an `AppError` that names the mistake. */
export function readCountry(path: string): CountryProvince[] {
  return readYaml(path, provincesSchema).map(({ code, name, before, called }) => {
    return { code: code as UnitCode, ...unitOf(name, PROVINCE_TYPES, path), before, called }
  })
}

/** Reads `<folder>/<code>.tsv`; data/places/README.md tells its form. Throws an `AppError` that names the wrong line. */
export function readUnits(folder: string, province: CountryProvince): ProvinceUnits {
  const path = join(folder, `${province.code}.tsv`)
  const communes: Commune[] = []
  const formerParts: FormerPart[] = []
  for (const [index, line] of linesOf(path).entries()) {
    const where = `${path}, line ${index + 1}`
    const [code = '', today = '', former = ''] = line.split('\t')
    if (!/^\d{5}$/.test(code)) throw wrong(where, code)
    const commune = { code: code as UnitCode, ...unitOf(today, COMMUNE_TYPES, where), province: province.code }
    communes.push(commune)
    if (former === '') continue
    for (const cell of former.split('; ')) formerParts.push(...partsOf(cell, commune.code, province.name, where))
  }
  return { communes, formerParts }
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n')
  } catch (error) {
    throw new AppError('data_file', `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

/** The old communes of one old district: `huyện An Lão (Bình Định): xã An Hưng, thị trấn An Lão`. */
function partsOf(cell: string, now: UnitCode, provinceName: string, where: string): FormerPart[] {
  const [, title, province = provinceName, list] = DISTRICT.exec(cell) ?? []
  if (!title || !list) throw wrong(where, cell)
  const district: FormerDistrict = { ...unitOf(title, DISTRICT_TYPES, where), province }
  return list.split(', ').map((part) => ({ ...unitOf(part, FORMER_COMMUNE_TYPES, where), district, now }))
}

function unitOf<Type extends string>(
  text: string,
  types: readonly Type[],
  where: string,
): { type: Type; name: string } {
  const type = types.find((some) => text.startsWith(some) && text[some.length] === ' ')
  if (type === undefined || text.length < type.length + 2) throw wrong(where, text)
  return { type, name: text.slice(type.length + 1) }
}

function wrong(where: string, text: string): AppError {
  return new AppError('data_file', `${where}: "${text}" has not the form that data/places/README.md asks.`)
}
