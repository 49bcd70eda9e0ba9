import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { type AccountId, contactIdOf, type ProvinceId } from '../../src/core/ids.ts'
import { createSealer } from '../../src/db/seal.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { listFeedback, recordFeedback } from '../../src/requests/feedback.store.ts'
import { findDueFollowUps, markFollowUpsDone, planFollowUp } from '../../src/requests/follow-up.store.ts'
import type { FeedbackId, VisitId } from '../../src/requests/requests.schema.ts'
import { listOpenVisits, moveVisit, recordVisit, visitCodeOf } from '../../src/requests/visit.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'

const sealer = createSealer(randomBytes(32))
const contact = contactIdOf('zalo-oa:4' as AccountId, '2')
const province = 'gia-lai' as ProvinceId
const commune = '23575' as UnitCode
const elsewhere = '24226' as UnitCode

describeOnBothEngines('a difficulty with a public service', (context) => {
  const content = { procedure: 'khai sinh', step: 'ký số', happened: 'báo lỗi 500', photoUrl: null }
  const feedback = { id: 'f1' as FeedbackId, contact, province, commune, content, at: 5 }

  it('is kept once, sealed, and listed for its province alone', async () => {
    await recordFeedback(context.db, sealer, feedback)
    await recordFeedback(context.db, sealer, feedback)
    expect(await listFeedback(context.db, sealer, province, 10)).toEqual([feedback])
    expect(await listFeedback(context.db, sealer, 'ha-tinh' as ProvinceId, 10)).toEqual([])
    const row = await context.db.selectFrom('feedback').select('sealed_content').executeTakeFirstOrThrow()
    expect(row.sealed_content.toString('utf8')).not.toContain('khai sinh')
  })
})

describeOnBothEngines('a wish for a visit', (context) => {
  const id = 'v1' as VisitId
  const code = visitCodeOf(id)
  const content = { help: 'VNeID', forWhom: 'cha mẹ', when: 'sáng mai', name: 'Nguyễn Văn An', phone: '84912345678' }
  const ask = () => recordVisit(context.db, sealer, { id, contact, commune, content, createdAt: 7 })

  it('waits in the list of its commune', async () => {
    await ask()
    expect(await listOpenVisits(context.db, sealer, commune)).toEqual([
      { id, code, contact, commune, content, status: 'waiting', holder: null, createdAt: 7 },
    ])
    expect(await listOpenVisits(context.db, sealer, elsewhere)).toEqual([])
  })

  it('is taken and done by its own commune, once each', async () => {
    await ask()
    const move = (to: 'taken' | 'done', place: UnitCode) =>
      moveVisit(context.db, { code, commune: place, to, by: 'staff:1', at: 9 })
    expect(await move('taken', elsewhere)).toBe(false)
    expect(await move('taken', commune)).toBe(true)
    expect(await move('taken', commune)).toBe(false)
    expect(await move('done', commune)).toBe(true)
    expect(await move('done', commune)).toBe(false)
    expect(await listOpenVisits(context.db, sealer, commune)).toEqual([])
  })
})

describeOnBothEngines('a follow-up', (context) => {
  const planned = { contact, flow: 'hoi-lai-chu-ky-so', askedAt: 1, dueAt: 100 }

  it('is due at its time, until it is done', async () => {
    await planFollowUp(context.db, planned)
    expect(await findDueFollowUps(context.db, 99, 10)).toEqual([])
    const due = await findDueFollowUps(context.db, 100, 10)
    expect(due).toMatchObject([planned])
    await markFollowUpsDone(
      context.db,
      due.map(({ id }) => id),
      101,
    )
    expect(await findDueFollowUps(context.db, 200, 10)).toEqual([])
  })

  it('of the same flow is moved, so that nobody is asked twice', async () => {
    await planFollowUp(context.db, planned)
    await planFollowUp(context.db, { ...planned, dueAt: 300 })
    expect(await findDueFollowUps(context.db, 200, 10)).toEqual([])
    expect(await findDueFollowUps(context.db, 300, 10)).toHaveLength(1)
  })
})
