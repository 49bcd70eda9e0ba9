import { describe, it } from 'vitest'
import { casesOf, expectReading, expects, labelOfDate, NOW } from './support/cases.ts'

describe('a day', () => {
  it.each(casesOf('date'))('"$typed"', (label) => {
    expectReading(expects.date(label.typed, NOW), label, labelOfDate)
  })
})
