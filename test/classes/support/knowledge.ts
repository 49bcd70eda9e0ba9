import { resolve } from 'node:path'
import { readCalendar } from '../../../src/calendar/read-calendar.ts'
import type { SheetKnowledge } from '../../../src/classes/sheets/read-class-sheet.ts'
import { readSheetWords } from '../../../src/classes/sheets/words.ts'
import { readCommunes } from '../../../src/places/communes.ts'
import { GIA_LAI } from './samples.ts'

const root = resolve(import.meta.dirname, '../../..')

/** What the project's own files know, for an office of Gia Lai. */
export const knowledge: SheetKnowledge = {
  words: readSheetWords(root),
  communes: readCommunes(root),
  province: GIA_LAI,
  provinceName: 'tỉnh Gia Lai',
  holidays: readCalendar(root).holidays,
}
