import { join } from 'node:path'
import { expect } from 'vitest'
import { z } from 'zod'
import { readYaml } from '../../../../src/core/read-yaml.ts'
import type { LocalDate } from '../../../../src/engine/expects/calendar.ts'
import { loadExpects } from '../../../../src/engine/expects/load-expects.ts'
import type { TimeOfDay } from '../../../../src/engine/expects/read-hours.ts'
import type { Reading } from '../../../../src/engine/expects/reading.ts'
import { createChoicePicker } from '../../../../src/engine/pick-choice.ts'

const root = join(import.meta.dirname, '../../../..')
const choiceWords = z.object({ prefixes: z.array(z.string()), numbers: z.record(z.string(), z.number()) })

/** The readers with the words that the project ships. */
export const expects = loadExpects(
  join(root, 'data/language'),
  createChoicePicker(readYaml(join(root, 'data/language/choices.yaml'), choiceWords)),
)

/** Wednesday 18 November 2026, 09:00 in Việt Nam. */
export const NOW = Date.UTC(2026, 10, 18, 2)

export const CLASSES = [
  { label: 'Lớp sáng thứ bảy', payload: 'a' },
  { label: 'Lớp tối thứ tư', payload: 'b' },
  { label: 'Học ở nhà văn hoá', payload: 'c' },
  { label: 'Không tham gia', payload: 'd' },
]

const caseSchema = z.strictObject({
  typed: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  why: z.string().optional(),
  choices: z.array(z.string()).optional(),
  count: z.number().optional(),
})
export type Case = z.infer<typeof caseSchema>

export const KINDS = ['yes-no', 'phone', 'person-name', 'number', 'date', 'time', 'date-time', 'choice'] as const

/** The labelled answers of one kind: `date` -> `date.yaml` beside the tests. */
export function casesOf(kind: (typeof KINDS)[number]): Case[] {
  return readYaml(join(root, 'test/engine/expects', `${kind}.yaml`), z.array(caseSchema).min(40))
}

/** Compares a reading with its label; `labelOf` writes a value as the labels do. Choices and count matter where the label names them. */
export function expectReading<Value, Why extends string>(
  reading: Reading<Value, Why>,
  label: Case,
  labelOf: (value: Value) => string | number | boolean,
): void {
  const { typed: _, ...expected } = label
  if (reading.type === 'understood') {
    expect({ value: labelOf(reading.value) }).toEqual(expected)
    return
  }
  const said = reading.choices?.map((choice) => choice.said) ?? []
  expect({
    why: reading.why,
    ...(label.choices ? { choices: said } : {}),
    ...(label.count ? { count: reading.count } : {}),
  }).toEqual(expected)
}

/** `2026-11-18` */
export function labelOfDate({ year, month, day }: LocalDate): string {
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`
}

/** `07:30`, or the part of the day. */
export function labelOfTime(time: TimeOfDay): string {
  return 'part' in time ? time.part : `${twoDigits(time.hour)}:${twoDigits(time.minute)}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
