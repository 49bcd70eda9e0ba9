import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { forgetOldWords, readRetention } from '../../src/actions/retention.ts'
import type { OutboxStatus } from '../../src/db/schema.ts'
import { readHistory } from '../../src/http/chat/history.ts'
import { storeArrivals } from '../../src/inbox/inbox.store.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { recordFeedback } from '../../src/requests/feedback.store.ts'
import type { FeedbackId, VisitId } from '../../src/requests/requests.schema.ts'
import { findVisitByCode, moveVisit, recordVisit, visitCodeOf } from '../../src/requests/visit.store.ts'
import { findEntries, findTicket } from '../../src/support/ticket.store.ts'
import { at } from '../classes/support/samples.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { messageFrom, person, sealer } from '../support/samples.ts'
import { askForPerson, giaLai, quyNhon } from '../support/support-desk.ts'

const retention = { message_days: 180, request_months: 12 }
const an = person(1)
const spoken = at('2026-10-01', '08:00')
/** The first night after 180 days. */
const night = at('2027-03-31', '02:00')

describeOnBothEngines('words that were kept long enough', (context) => {
  const forget = (now: number) => forgetOldWords(context.db, sealer, retention, now)
  const hear = (id: string, receivedAt: number, handled = true) =>
    storeArrivals(context.db, sealer, [{ event: messageFrom(an, id), receivedAt, needsTurn: !handled }])
  async function say(key: string, now: number, status: OutboxStatus, failureCode: string | null = null) {
    const part = { body: { type: 'text', text: key, choices: [] } }
    await insertOutbox(context.db, sealer, [{ contact: an, purpose: 'reply', key, part }], now)
    const became = { status, failure_code: failureCode, finished_at: now }
    await context.db.updateTable('outbox').set(became).where('key', '=', key).execute()
  }
  const heard = async () =>
    (await context.db.selectFrom('inbox').select(['external_id', 'sealed_event']).orderBy('id').execute()).map(
      (row) => [row.external_id, sealer.open(row.sealed_event) === null] as const,
    )
  const said = async () =>
    (await context.db.selectFrom('outbox').select(['key', 'sealed_part']).orderBy('id').execute()).map(
      (row) => [row.key, (sealer.open(row.sealed_part) as { body: unknown }).body === null] as const,
    )

  it('are erased in the night, from both sides of a conversation, and not before', async () => {
    await hear('old', spoken)
    await say('old', spoken, 'sent')
    await hear('young', spoken + 24 * 3_600_000)
    await say('young', spoken + 24 * 3_600_000, 'sent')
    await forget(at('2027-03-30', '02:00'))
    await forget(at('2027-03-31', '12:00'))
    expect([...(await heard()), ...(await said())].filter(([, gone]) => gone)).toEqual([])

    await forget(night)
    expect([await heard(), await said()]).toEqual([
      [
        ['old', true],
        ['young', false],
      ],
      [
        ['old', true],
        ['young', false],
      ],
    ])
    expect((await readHistory(context.db, sealer, an, 10)).map(({ key }) => key)).toEqual(['in:young', 'out:young'])
    await forget(night + 24 * 3_600_000)
    expect([...(await heard()), ...(await said())].every(([, gone]) => gone)).toBe(true)
  })

  it('are erased however many there are, and the event is still known when it comes again', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => `m${index}`)
    await storeArrivals(
      context.db,
      sealer,
      ids.map((id) => ({ event: messageFrom(an, id), receivedAt: spoken, needsTurn: false })),
    )
    await forget(night)
    expect((await heard()).filter(([, gone]) => !gone)).toEqual([])
    expect(await hear('m7', night)).toEqual([false])
  })

  it('stay where somebody still waits for them', async () => {
    await hear('waiting', spoken, false)
    await say('queued', spoken, 'queued')
    await say('held', spoken, 'skipped', 'held')
    await say('quota', spoken, 'skipped', 'quota')
    await say('given up', spoken, 'failed', '-230')
    await say('unwanted', spoken, 'skipped', 'opted_out')
    await forget(night)
    expect([...(await heard()), ...(await said())].filter(([, gone]) => gone).map(([name]) => name)).toEqual([
      'given up',
      'unwanted',
    ])
  })

  it('of requests are erased a year after these were closed, and open ones stay', async () => {
    for (const name of ['closed', 'open'])
      await askForPerson(context.db, { id: name, contact: person(name === 'open' ? 1 : 2), question: name, at: spoken })
    const content = { help: 'Cài VNeID', forWhom: 'Tôi', when: 'Sáng', name: 'Nguyễn Văn An', phone: '0912345678' }
    const visit = { id: 'v1' as VisitId, contact: an, commune: quyNhon, content, createdAt: spoken }
    await recordVisit(context.db, sealer, visit)
    const code = visitCodeOf(visit.id)
    await moveVisit(context.db, { code, commune: quyNhon, to: 'done', by: 'staff:1', at: spoken })
    for (const id of ['f1', 'f2'] as FeedbackId[])
      await recordFeedback(context.db, sealer, {
        ...{ id, contact: an, province: giaLai, commune: null, at: spoken },
        content: { procedure: 'khai sinh', step: 'nộp', happened: 'lỗi', photoUrl: null },
      })
    await context.db
      .updateTable('feedback')
      .set({ closed_at: spoken })
      .where('id', '=', 'f1' as FeedbackId)
      .execute()
    await context.db
      .updateTable('support_requests')
      .set({ status: 'closed', closed_at: spoken })
      .where('contact_id', '=', person(2))
      .execute()
    const requests = async () => {
      const tickets = await context.db.selectFrom('support_requests').select('id').orderBy('contact_id').execute()
      const entries = await findEntries(
        context.db,
        sealer,
        tickets.map(({ id }) => id),
      )
      const questions = await Promise.all(tickets.map(({ id }) => findTicket(context.db, sealer, { id })))
      return {
        questions: questions.map((ticket) => ticket?.question ?? null),
        said: tickets.map(({ id }) => entries.get(id)?.map(({ text }) => text)),
        phone: (await findVisitByCode(context.db, sealer, code))?.content.phone,
        feedback: (await context.db.selectFrom('feedback').select('id').execute()).map(({ id }) => id),
      }
    }
    await forget(at('2027-10-01', '02:00'))
    expect(await requests()).toMatchObject({ questions: ['open', 'closed'], phone: '0912345678' })
    await forget(at('2027-10-02', '02:00'))
    expect(await requests()).toEqual({
      questions: ['open', null],
      said: [['open'], [null]],
      phone: '',
      feedback: ['f2'],
    })
  })
})

describe('people who ask what is kept', () => {
  it('are told for how long', () => {
    const { message_days: days } = readRetention('.')
    expect(readFileSync('data/messages/actions.yaml', 'utf8')).toContain(`sau ${days} ngày thì xóa`)
  })
})
