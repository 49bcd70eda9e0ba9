import { describe, it } from 'vitest'
import { casesOf, expectReading, expects } from './support/cases.ts'

describe('a number from 1 to 200', () => {
  it.each(casesOf('number'))('"$typed"', (label) => {
    expectReading(expects.number(label.typed, { min: 1, max: 200 }), label, (value) => value)
  })
})
