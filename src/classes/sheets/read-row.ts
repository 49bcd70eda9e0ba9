import type { Day } from '../../calendar/days.ts'
import type { Commune, UnitCode } from '../../places/commune.ts'
import type { Communes } from '../../places/communes.ts'
import { CLASS_CODE, type ClassCode, type ClassPlan } from '../class.ts'
import { readInstant } from './read-days.ts'
import { readSchedule } from './read-schedule.ts'
import type { RowReader } from './row-reader.ts'

/** What rows are read by, besides the words. */
export interface RowKnowledge {
  readonly communes: Communes
  /** Whose communes the sheet names. */
  readonly province: UnitCode
  /** As it is named to an office: `tỉnh Gia Lai`. */
  readonly provinceName: string
  readonly holidays: ReadonlySet<Day>
}

const MAX_CAPACITY = 2000
const MAX_SHORT = 200
const MAX_LONG = 500

/** The class of a row; null when something is wrong with it, which the row then tells. */
export function readRow(row: RowReader, knowledge: RowKnowledge): ClassPlan | null {
  const code = readCode(row)
  const subject = row.required('subject', MAX_SHORT)
  const audience = row.optional('audience', MAX_SHORT)
  const commune = readCommune(row, knowledge)
  const place = row.required('place', MAX_LONG)
  const mapLink = readMapLink(row)
  const teacher = row.optional('teacher', MAX_SHORT)
  const capacity = readCapacity(row)
  const schedule = readSchedule(row, knowledge.holidays)
  const opensAt = readInstant(row, 'opensAt', 'begin')
  const closesAt = readInstant(row, 'closesAt', 'end')
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) row.fail('closesAt', 'sign_up_order')
  const mode = row.choice('mode', row.words.modes, 'mode') ?? 'in_person'
  const status = row.choice('status', row.words.statuses, 'status') ?? 'open'
  if (row.mistakes.length > 0 || code === null || commune === null || capacity === null || schedule === null)
    return null
  return {
    code,
    subject,
    audience,
    province: commune.province,
    commune: commune.code,
    place,
    mapLink,
    teacher,
    capacity,
    opensAt,
    closesAt,
    schedule,
    mode,
    status,
  }
}

function readCode(row: RowReader): ClassCode | null {
  const text = row.required('code', MAX_SHORT)
  const code = text.toUpperCase().replace(/[\s.\-_]/g, '')
  if (CLASS_CODE.test(code)) return code as ClassCode
  return text === '' ? null : row.fail('code', 'code_form', { value: text })
}

function readCommune(row: RowReader, { communes, province, provinceName }: RowKnowledge): Commune | null {
  const text = row.required('commune', MAX_SHORT)
  if (text === '') return null
  const unknown = { value: text, province: provinceName }
  // Excel takes the leading zeros of a code that is a number.
  if (/^\d{3,5}$/.test(text)) {
    const commune = communes.byCode(text.padStart(5, '0') as UnitCode)
    return commune?.province === province ? commune : row.fail('commune', 'commune_unknown', unknown)
  }
  const found = communes.find(text, { province })
  switch (found.kind) {
    case 'found':
      return found.commune
    case 'several': {
      const choices = found.communes.slice(0, 4).map(({ type, name, code }) => `${type} ${name} (${code})`)
      return row.fail('commune', 'commune_several', { value: text, choices: choices.join(', ') })
    }
    case 'elsewhere':
      return row.fail('commune', 'commune_elsewhere', {
        value: text,
        province: `${found.province.type} ${found.province.name}`,
      })
    case 'none':
      return row.fail('commune', 'commune_unknown', unknown)
  }
}

function readMapLink(row: RowReader): string | null {
  const text = row.optional('mapLink', MAX_LONG)
  if (text === null || (/^https?:\/\//.test(text) && URL.canParse(text))) return text
  return row.fail('mapLink', 'map_link', { value: text })
}

function readCapacity(row: RowReader): number | null {
  const text = row.required('capacity', MAX_SHORT)
  if (text === '') return null
  const capacity = Number(/^(\d+)(?:\s*\p{L}+)*$/u.exec(text)?.[1] ?? Number.NaN)
  if (capacity >= 1 && capacity <= MAX_CAPACITY) return capacity
  return row.fail('capacity', 'capacity', { value: text, max: MAX_CAPACITY })
}
