import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIds } from '../../src/core/ids.ts'
import type { StaffId } from '../../src/staff/member.ts'
import { addStaff } from '../../src/staff/staff.store.ts'
import { findOpenTicket } from '../../src/support/ticket.store.ts'
import { ENGINES } from '../support/databases.ts'
import { giaLai, units } from '../support/support-desk.ts'
import { waitUntil } from '../support/system.ts'
import { citizen } from './support/people.ts'
import { sharedScene } from './support/scene.ts'

/** Nine in the morning of a working day: nothing is held back. */
const NOW = '2026-10-01T09:00:00+07:00'

describe.each(ENGINES)('a request for a person, stored in %s', (engine) => {
  const scene = sharedScene(engine, { env: { FAKE_NOW: NOW } })
  beforeAll(scene.start)
  afterAll(scene.end)

  it('goes from a citizen on Messenger to an officer on Zalo and back', async () => {
    const { system, stored } = scene.now
    const { db, sealer } = stored
    const an = citizen(system, 'messenger', 1)
    const officer = citizen(system, 'zalo', 2)
    const now = Date.parse(NOW)
    const staff = { role: 'officer' as const, unit: giaLai, name: 'chị Lan', now, by: 'operator' }
    const id = createIds(() => now).next() as StaffId
    const code = await db.transaction().execute((trx) => addStaff(trx, sealer, units, { id, ...staff }))

    const opened = await an.answerTo(() => an.writes('gặp cán bộ'))
    const ticket = await findOpenTicket(db, sealer, an.contact)
    expect(opened).toContain(ticket?.code)
    expect(await officer.answerTo(() => officer.writes(code))).toContain('Xin chào chị Lan')
    expect(await officer.answerTo(() => officer.writes('viec cho'))).toContain(ticket?.code)
    await officer.answerTo(() => officer.writes(`nhan ${ticket?.code}`))
    const answer = await an.answerTo(() => officer.writes(`trả lời ${ticket?.code}: Bác mang CCCD ra xã nhé`))
    expect(answer).toBe('Cán bộ chị Lan, tỉnh Gia Lai trả lời:\nBác mang CCCD ra xã nhé')

    const before = an.received().length
    await an.writes('Cảm ơn, mai tôi ra')
    await stored.settled()
    expect(an.received()).toHaveLength(before)
    expect(await an.answerTo(() => officer.writes(`đóng ${ticket?.code}`))).toContain('đã kết thúc hỗ trợ')
    await an.presses(an.received().at(-1)?.buttons[0]?.title ?? '')
    await waitUntil('the rating', async () => {
      const row = await db.selectFrom('support_requests').select('rating').executeTakeFirstOrThrow()
      return row.rating === 5
    })
  })
})
