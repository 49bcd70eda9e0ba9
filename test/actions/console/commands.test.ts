import { describe, expect, it } from 'vitest'
import { asksForCommands } from '../../../src/actions/console/read-console-command.ts'
import { askForConsole } from '../../support/console-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { hire } from '../../support/hired.ts'
import { NOW, person } from '../../support/samples.ts'
import { giaLai, quyNhon } from '../../support/support-desk.ts'

describe('staff who do not know what to type', () => {
  it.each([
    { text: 'lệnh', asks: true },
    { text: 'xem các lệnh ạ', asks: true },
    { text: 'Trợ giúp', asks: true },
    { text: 'hướng dẫn cán bộ', asks: true },
    { text: 'có lệnh gì', asks: true },
    { text: 'menu', asks: false },
    { text: 'mệnh lệnh của công an là gì', asks: false },
    { text: 'hướng dẫn làm chữ ký số', asks: false },
  ])('"$text": $asks', ({ text, asks }) => {
    expect(asksForCommands(text)).toBe(asks)
  })
})

describeOnBothEngines('what staff can type', (context) => {
  it.each([
    { role: 'commune_staff', unit: quyNhon, visits: true, announcements: false },
    { role: 'officer', unit: quyNhon, visits: true, announcements: true },
    { role: 'officer', unit: giaLai, visits: false, announcements: true },
  ] as const)('is told by role and unit: $role, $unit', async ({ role, unit, visits, announcements }) => {
    await hire(context.db, person(90), role, unit)
    const said = (await askForConsole(context.db, person(90), 'lệnh', NOW)) ?? ''
    for (const word of ['việc chờ', 'danh sách LC12', 'báo cáo', 'đăng nhập']) expect(said).toContain(word)
    expect([said.includes('xong TN-'), said.includes('soạn tin')]).toEqual([visits, announcements])
    expect(await askForConsole(context.db, person(1), 'lệnh', NOW)).toBeNull()
  })
})
