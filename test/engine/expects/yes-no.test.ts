import { describe, it } from 'vitest'
import { casesOf, expectReading, expects } from './support/cases.ts'

describe('an answer of yes or no', () => {
  it.each(casesOf('yes-no'))('"$typed"', (label) => {
    expectReading(expects.yesNo(label.typed), label, (value) => value)
  })
})
