import { describe, it } from 'vitest'
import { casesOf, expectReading, expects } from './support/cases.ts'

describe('a phone number', () => {
  it.each(casesOf('phone'))('"$typed"', (label) => {
    expectReading(expects.phone(label.typed), label, (value) => value)
  })
})
