import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { UnitCode } from '../../../src/places/commune.ts'
import { type CommuneFound, readCommunes } from '../../../src/places/communes.ts'

export const root = join(import.meta.dirname, '../../..')
export const communes = readCommunes(root)

export const GIA_LAI = '52' as UnitCode
export const HA_TINH = '42' as UnitCode
export const DONG_NAI = '75' as UnitCode
export const LANG_SON = '20' as UnitCode
const CODES: Readonly<Record<string, UnitCode>> = {
  'gia-lai': GIA_LAI,
  'ha-tinh': HA_TINH,
  'dong-nai': DONG_NAI,
  'lang-son': LANG_SON,
}

/** A line of spoken.yaml, which tells what its labels mean. */
interface Spoken {
  readonly q: string
  readonly found?: string
  readonly among?: readonly string[]
  readonly elsewhere?: string
}

export interface SpokenLine extends Spoken {
  readonly province: UnitCode
  /** Place in its province's list, from 0. */
  readonly index: number
}

export function readSpoken(file: string): SpokenLine[] {
  const lists: Record<string, Spoken[]> = parse(readFileSync(join(root, 'test/places', file), 'utf8'))
  return Object.entries(lists).flatMap(([id, lines]) => {
    const province = CODES[id]
    if (province === undefined) throw new Error(`${file} names an unknown province ${id}`)
    return lines.map((line, index) => ({ ...line, province, index }))
  })
}

/** The names of the communes that were found, however many. */
export function namesOf(found: CommuneFound): string[] {
  if (found.kind === 'found') return [found.commune.name]
  return found.kind === 'several' ? found.communes.map(({ name }) => name) : []
}

export type Outcome = 'right' | 'asked' | 'missed' | 'wrong'

/** `asked`: offered the right one among others, or asked needlessly. `wrong`: took or offered only what was not meant. */
export function outcomeOf(line: SpokenLine): Outcome {
  const found = communes.find(line.q, { province: line.province })
  const names = namesOf(found)
  if (line.found !== undefined) {
    if (!names.includes(line.found)) return found.kind === 'none' ? 'missed' : 'wrong'
    return found.kind === 'found' ? 'right' : 'asked'
  }
  if (line.among !== undefined) {
    if (found.kind === 'none') return 'missed'
    return found.kind === 'several' && line.among.every((name) => names.includes(name)) ? 'right' : 'wrong'
  }
  if (line.elsewhere !== undefined) {
    if (found.kind === 'elsewhere') return found.province.code === line.elsewhere ? 'right' : 'wrong'
    return found.kind === 'none' ? 'missed' : 'wrong'
  }
  if (found.kind === 'none') return 'right'
  return found.kind === 'several' ? 'asked' : 'wrong'
}

/** Shares of the lines, 0 to 1. */
export function shares(lines: readonly SpokenLine[]): Readonly<Record<Outcome, number>> {
  const outcomes = lines.map(outcomeOf)
  const share = (one: Outcome) => outcomes.filter((outcome) => outcome === one).length / outcomes.length
  return { right: share('right'), asked: share('asked'), missed: share('missed'), wrong: share('wrong') }
}
