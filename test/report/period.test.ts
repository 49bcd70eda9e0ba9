import { describe, expect, it } from 'vitest'
import { vietnamDate, vietnamTime } from '../../src/core/clock.ts'
import type { Period } from '../../src/core/period.ts'
import { type Days, readPeriod, readReportCommand } from '../../src/report/period.ts'
import { at } from '../support/support-desk.ts'

/** In Vietnam it is the 6th already. */
const NOW = at('2026-10-06 00:30')

function written({ from, until }: Period): string {
  return `${vietnamTime(from)} ${vietnamDate(from)} - ${vietnamTime(until)} ${vietnamDate(until)}`
}

describe('the days of a report', () => {
  it.each<{ days: Days; period: string }>([
    { days: { from: '01/10/2026', to: '10/10/2026' }, period: '00:00 01/10/2026 - 00:00 11/10/2026' },
    { days: { from: '05/10/2026', to: '05/10/2026' }, period: '00:00 05/10/2026 - 00:00 06/10/2026' },
    { days: {}, period: '00:00 01/10/2026 - 00:00 01/11/2026' },
    { days: { from: '20/09/2026' }, period: '00:00 20/09/2026 - 00:00 07/10/2026' },
    { days: { to: '15/12/2025' }, period: '00:00 01/12/2025 - 00:00 16/12/2025' },
  ])('$days are $period', ({ days, period }) => {
    const reading = readPeriod(days, NOW)
    expect(reading.type === 'read' && written(reading.period)).toBe(period)
  })

  it.each<{ days: Days; refused: unknown }>([
    { days: { from: '31/02/2026' }, refused: { type: 'wrong_date', value: '31/02/2026' } },
    { days: { from: '01/10/2026', to: '2026-10-10' }, refused: { type: 'wrong_date', value: '2026-10-10' } },
    { days: { from: '11/10/2026', to: '10/10/2026' }, refused: { type: 'reversed' } },
    { days: { from: '07/10/2026' }, refused: { type: 'reversed' } },
  ])('$days are refused', ({ days, refused }) => {
    expect(readPeriod(days, NOW)).toEqual(refused)
  })
})

describe('staff ask for a report', () => {
  it.each([
    { text: 'báo cáo', period: '00:00 01/10/2026 - 00:00 01/11/2026' },
    { text: 'Bao cao.', period: '00:00 01/10/2026 - 00:00 01/11/2026' },
    { text: 'cho em xem báo cáo của tỉnh ạ', period: '00:00 01/10/2026 - 00:00 01/11/2026' },
    { text: 'báo cáo tháng này', period: '00:00 01/10/2026 - 00:00 01/11/2026' },
    { text: 'báo cáo tháng trước', period: '00:00 01/09/2026 - 00:00 01/10/2026' },
    { text: 'báo cáo tháng 10', period: '00:00 01/10/2026 - 00:00 01/11/2026' },
    { text: 'bao cao thang 12', period: '00:00 01/12/2025 - 00:00 01/01/2026' },
    { text: 'báo cáo tháng 9/2025', period: '00:00 01/09/2025 - 00:00 01/10/2025' },
    { text: 'báo cáo tháng 09 năm 2025', period: '00:00 01/09/2025 - 00:00 01/10/2025' },
  ])('"$text"', ({ text, period }) => {
    const command = readReportCommand(text, NOW)
    expect(command?.type === 'read' && written(command.period)).toBe(period)
  })

  it('of the month before, in January', () => {
    const command = readReportCommand('báo cáo tháng trước', at('2026-01-15 08:00'))
    expect(command?.type === 'read' && written(command.period)).toBe('00:00 01/12/2025 - 00:00 01/01/2026')
  })

  it('of a month that there is not', () => {
    expect(readReportCommand('báo cáo tháng 13', NOW)).toEqual({ type: 'wrong_month', value: '13' })
  })

  it.each([
    'báo cáo lừa đảo',
    'tôi muốn báo cáo việc lạ',
    'báo cáo lớp',
    'báo cáo xã',
    'tháng 10',
    'báo cáo tháng',
  ])('but not with "%s"', (text) => {
    expect(readReportCommand(text, NOW)).toBeNull()
  })
})
