import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../core/read-yaml.ts'
import { type Fillers, readFillers } from '../fillers.ts'
import type { ChoicePicker } from '../pick-choice.ts'
import { createPickedChoice, type PickedChoice } from './choice.ts'
import { createDate, type DateReader } from './date.ts'
import { createDateTime, type DateTimeReader } from './date-time.ts'
import { createMomentSayer } from './moment-said.ts'
import { createMomentSigns } from './moment-signs.ts'
import { createWholeNumber, type WholeNumber } from './number.ts'
import { createPersonName, type PersonName } from './person-name.ts'
import { createPhone, type Phone } from './phone.ts'
import { createTime, type TimeReader } from './time.ts'
import { createYesNo, type YesNo } from './yes-no.ts'

/** A reader for every kind of answer that a form may ask for, free text (`readFreeText`) apart. All are pure. */
export interface Expects {
  readonly yesNo: YesNo
  readonly phone: Phone
  readonly personName: PersonName
  readonly number: WholeNumber
  readonly date: DateReader
  readonly time: TimeReader
  readonly dateTime: DateTimeReader
  readonly choice: PickedChoice
}

const list = z.array(z.string().min(1))
const signs = z.record(z.string(), list)
const yesNoSchema = z.strictObject({
  said: z.strictObject({ yes: z.string(), no: z.string() }),
  signs,
  good: list,
  bad: list,
})
const phoneSchema = z.strictObject({
  digits: z.record(z.string(), z.int().min(0).max(9)),
  mobile: z.array(z.string().regex(/^\d$/)),
  moved: z.record(z.string().regex(/^01\d\d$/), z.string().regex(/^0\d\d$/)),
})
const nameSchema = z.strictObject({
  lead: list,
  titles: list,
  titles_or_names: list,
  polite_before: list,
  polite_after: list,
  after_or_name: list,
  families: list,
  never: list,
  nobody: list,
  questions: list,
  sentences: list,
  rude: list,
  several: list,
})
const numbersSchema = z.strictObject({ words: signs, around: signs })
const momentsSchema = z.strictObject({ weekdays: list.length(7), signs })
const choiceSchema = z.strictObject({ or: list, around: list, turning: list })

/** What reads days and times of the clock alone. */
export type MomentReaders = Pick<Expects, 'date' | 'time' | 'dateTime'>

/** The readers of days and times, for those who ask for nothing else. `folder` and errors as `loadExpects`. */
export function loadMoments(folder: string, fillers: Fillers = readFillers(folder)): MomentReaders {
  const numbers = readYaml(join(folder, 'expects/numbers.yaml'), numbersSchema)
  const moments = readYaml(join(folder, 'expects/moments.yaml'), momentsSchema)
  const toSigns = createMomentSigns(moments, numbers.words, [...fillers.before, ...fillers.after])
  const say = createMomentSayer(moments.weekdays)
  return {
    date: createDate(toSigns, say),
    time: createTime(toSigns, say),
    dateTime: createDateTime(toSigns, say),
  }
}

/**
 * Reads the words of every kind from `folder` (`data/language`), but for what was read before. `pick` names a numbered
 * choice. Throws an `AppError` that names a file with a mistake.
 */
export function loadExpects(
  folder: string,
  pick: ChoicePicker,
  fillers: Fillers = readFillers(folder),
  moments: MomentReaders = loadMoments(folder, fillers),
): Expects {
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) =>
    readYaml(join(folder, 'expects', `${name}.yaml`), schema)
  const polite = [...fillers.before, ...fillers.after]
  const numbers = read('numbers', numbersSchema)
  return {
    ...moments,
    yesNo: createYesNo(read('yes-no', yesNoSchema), polite),
    phone: createPhone(read('phone', phoneSchema)),
    personName: createPersonName(read('person-name', nameSchema)),
    number: createWholeNumber(numbers, polite),
    choice: createPickedChoice(pick, read('choice', choiceSchema), polite),
  }
}
