import { describe, expect, it } from 'vitest'
import { ageText, dateAndTime } from '../../../src/console/pages/times.ts'
import { NOW } from '../../support/samples.ts'

const units = { seconds: '{{count}} giây', minutes: '{{count}} phút', hours: '{{count}} giờ', days: '{{count}} ngày' }

describe('times in the console', () => {
  it.each([
    [-5, '0 giây'],
    [59_999, '59 giây'],
    [60_000, '1 phút'],
    [3_599_999, '59 phút'],
    [3_600_000, '1 giờ'],
    [47 * 3_600_000, '47 giờ'],
    [48 * 3_600_000, '2 ngày'],
  ])('%d ms are %s', (ms, text) => {
    expect(ageText(ms, units)).toBe(text)
  })

  it('are read in Vietnam', () => {
    expect(dateAndTime(NOW)).toBe('07:00 01/10/2026')
  })
})
