import { describe, it } from 'vitest'
import { casesOf, expectReading, expects, labelOfTime } from './support/cases.ts'

describe('a time of the day', () => {
  it.each(casesOf('time'))('"$typed"', (label) => {
    expectReading(expects.time(label.typed), label, labelOfTime)
  })
})
