import { describe, it } from 'vitest'
import { casesOf, expectReading, expects, labelOfDate, labelOfTime, NOW } from './support/cases.ts'

describe('a day with its time', () => {
  it.each(casesOf('date-time'))('"$typed"', (label) => {
    expectReading(
      expects.dateTime(label.typed, NOW),
      label,
      ({ date, time }) => `${labelOfDate(date)} ${labelOfTime(time)}`,
    )
  })
})
