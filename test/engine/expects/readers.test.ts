import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDate } from '../../../src/engine/expects/calendar.ts'
import type { Reading } from '../../../src/engine/expects/reading.ts'
import { CLASSES, casesOf, expects, KINDS, NOW } from './support/cases.ts'

const LIMITS = { min: 1, max: 200 }
const isTime = (time: object) =>
  'part' in time
    ? ['sáng', 'trưa', 'chiều', 'tối'].includes(String(time.part))
    : 'hour' in time && 'minute' in time && Number(time.hour) < 24 && Number(time.minute) < 60

/** A reader with the check that a value is of its type. */
function reader<Value>(
  name: string,
  read: (text: string) => Reading<Value, string>,
  isValue: (value: Value) => boolean,
) {
  const check = (text: string) => {
    const reading = read(text)
    const offered = reading.type === 'understood' ? [reading] : (reading.choices ?? [])
    for (const { value, said } of offered) {
      expect(isValue(value), `${JSON.stringify(text)} gives ${JSON.stringify(value)}`).toBe(true)
      // "Anh Thư" is offered because it cannot be told: such a name is picked, not read again.
      if (reading.type === 'unclear' && name === 'person-name') continue
      const again = read(said)
      expect(again, `${JSON.stringify(text)} is read back as ${said}`).toEqual({ type: 'understood', value, said })
    }
  }
  return { name, read: read as (text: string) => unknown, check }
}

const READERS = [
  reader('yes-no', expects.yesNo, (value) => typeof value === 'boolean'),
  reader('phone', expects.phone, (value) => /^84(?:[35789]\d{8}|2\d{9})$/.test(value)),
  reader(
    'person-name',
    expects.personName,
    (value) => /^\p{Script=Latin}/u.test(value) && value.split(' ').length <= 6,
  ),
  reader(
    'number',
    (text) => expects.number(text, LIMITS),
    (value) => value >= LIMITS.min && value <= LIMITS.max,
  ),
  reader('date', (text) => expects.date(text, NOW), isDate),
  reader('time', expects.time, isTime),
  reader(
    'date-time',
    (text) => expects.dateTime(text, NOW),
    ({ date, time }) => isDate(date) && isTime(time),
  ),
  reader(
    'choice',
    (text) => expects.choice(text, CLASSES),
    (value) => CLASSES.some(({ payload }) => payload === value),
  ),
]

const TYPED = KINDS.flatMap(casesOf).map((label) => label.typed)
const WORDS = [...new Set(TYPED.flatMap((typed) => typed.split(/\s+/)))]
const anyText = fc.string({ unit: 'binary', maxLength: 60 })
const anyPhrase = fc
  .array(fc.constantFrom(...WORDS), { maxLength: 7 })
  .chain((words) => fc.constantFrom(' ', ', ', ' - ').map((between) => words.join(between)))

describe.each(READERS)('the reader of $name', ({ check, read }) => {
  it('answers any text, with values of its type that are read back as they were meant', () => {
    fc.assert(fc.property(fc.oneof(anyText, anyPhrase), check), { numRuns: 200 })
  })

  it('reads every answer of every kind so', () => {
    for (const typed of TYPED) check(typed)
  })

  it('reads decomposed text like composed', () => {
    for (const typed of TYPED) expect(read(typed.normalize('NFD')), typed).toEqual(read(typed.normalize('NFC')))
  })

  it('is done with a very long text at once', () => {
    const started = performance.now()
    for (const piece of ['không sau ', '0912 ', 'mười mốt tháng sau ', 'anh ', 'toi mot tam ', '7h-'])
      read(piece.repeat(400))
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
