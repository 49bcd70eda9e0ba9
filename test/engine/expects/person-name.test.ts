import { describe, it } from 'vitest'
import { casesOf, expectReading, expects } from './support/cases.ts'

describe('the name of a person', () => {
  it.each(casesOf('person-name'))('"$typed"', (label) => {
    expectReading(expects.personName(label.typed), label, (value) => value)
  })
})
