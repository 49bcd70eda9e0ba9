import { describe, it } from 'vitest'
import { CLASSES, casesOf, expectReading, expects } from './support/cases.ts'

describe('one of four choices', () => {
  it.each(casesOf('choice'))('"$typed"', (label) => {
    expectReading(expects.choice(label.typed, CLASSES), label, (value) => value)
  })
})
