import { noteAttendance } from '../../../src/classes/attendance.store.ts'
import { type AccountId, accountIdOf, accountOf, type ContactId, type ProvinceId } from '../../../src/core/ids.ts'
import type { Period } from '../../../src/core/period.ts'
import type { Db } from '../../../src/db/open.ts'
import type { OutboxStatus } from '../../../src/db/schema.ts'
import type { QuestionHash } from '../../../src/learning/learning.schema.ts'
import { agreeToPair, confirmLearned } from '../../../src/mentors/pairing.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import type { VisitId, VisitStatus } from '../../../src/requests/requests.schema.ts'
import type { UnitId } from '../../../src/staff/member.ts'
import type { TicketId, TicketLevel, TicketStatus } from '../../../src/support/ticket.ts'
import { add, day, GIA_LAI, signUp, wanted } from '../../classes/support/samples.ts'
import { ask, matching, volunteer } from '../../mentors/support/samples.ts'
import { account, NOW, otherAccount, person, sealer } from '../../support/samples.ts'
import { at, giaLai, haTinh, quyNhon, quyNhonBac } from '../../support/support-desk.ts'

/** The days of the campaign, 01/10/2026 to 10/10/2026. */
export const CAMPAIGN: Period = { from: at('2026-10-01 00:00'), until: at('2026-10-11 00:00') }
export const ACCOUNTS = [account, otherAccount]
/** Of another province. */
export const ELSEWHERE = accountIdOf('zalo-oa', '9000000000000000009')
/** Nothing of this may stand in a report. */
export const PERSONAL = ['Nguyễn Văn', 'Người Thứ', '0900000', 'mật khẩu của ông Ba']

const messenger = (number: number) => person(number, otherAccount)

/** What happened in Gia Lai in the campaign, with something just before, just after and elsewhere in every room. */
export async function storeCampaign(db: Db): Promise<void> {
  await storePeople(db)
  await storeMessages(db)
  await storeQuestions(db)
  await storeTickets(db)
  await storeVisits(db)
  await storeClasses(db)
  await storeMentors(db)
  await storeBroadcasts(db)
}

export async function storePeople(db: Db): Promise<void> {
  const people: readonly (readonly [ContactId, string, string?])[] = [
    [person(1), '2026-09-20 08:00', '2026-09-30 23:59'],
    [person(2), '2026-10-01 00:00'],
    [person(3), '2026-10-10 23:59'],
    [person(4), '2026-10-11 00:00'],
    [messenger(5), '2026-10-05 08:00', '2026-10-06 08:00'],
    [person(6, ELSEWHERE), '2026-10-05 08:00'],
  ]
  await db
    .insertInto('contacts')
    .values(
      people.map(([id, seen, optedOut]) => ({
        id,
        account_id: accountOf(id),
        version: 1,
        sealed_state: sealer.seal(id === person(4) ? null : { known: { commune: { value: livesIn(id) } } }),
        opted_out_at: optedOut === undefined ? null : at(optedOut),
        muted_until: null,
        first_seen_at: at(seen),
        last_event_at: at(seen),
      })),
    )
    .execute()
  const events: readonly (readonly [ContactId, string, 'message' | 'button' | 'unfollowed', ('done' | 'failed')?])[] = [
    [person(1), '2026-09-30 23:59', 'message', 'done'],
    [person(1), '2026-10-01 00:00', 'message', 'done'],
    [person(2), '2026-10-02 08:00', 'button', 'done'],
    [person(6, ELSEWHERE), '2026-10-05 08:00', 'message', 'done'],
    [messenger(5), '2026-10-05 08:00', 'message', 'failed'],
    [person(2), '2026-10-06 08:00', 'unfollowed', 'done'],
    [person(3), '2026-10-10 23:59', 'message'],
    [person(4), '2026-10-11 00:00', 'message', 'done'],
  ]
  for (const [index, [contact, time, type, outcome]] of events.entries())
    await db
      .insertInto('inbox')
      .values({
        account_id: accountOf(contact),
        contact_id: contact,
        external_id: `e${index}`,
        type,
        sealed_event: sealer.seal(null),
        sent_at: at(time),
        received_at: at(time),
        handled_at: outcome === undefined ? null : at(time),
        failure: outcome === 'failed' ? 'turn_failed' : null,
      })
      .execute()
}

export async function storeMessages(db: Db): Promise<void> {
  await put(db, account, null, '2026-09-30 23:59', 'sent')
  await put(db, account, null, '2026-10-01 00:00', 'sent', 'sent', 'failed')
  await put(db, ELSEWHERE, null, '2026-10-02 08:00', 'sent')
  await put(db, account, 'letter-1', '2026-10-02 08:00', 'sent')
  await put(db, otherAccount, null, '2026-10-10 23:59', 'unknown', 'queued', 'skipped')
  await put(db, account, null, '2026-10-11 00:00', 'sent')
}

/** The third has not said where they live. */
function livesIn(contact: ContactId): UnitCode | null {
  if (contact === person(3)) return null
  return contact === person(1) ? quyNhonBac : quyNhon
}

let puts = 0
async function put(
  db: Db,
  of: AccountId,
  batch: string | null,
  time: string,
  ...statuses: readonly (OutboxStatus | 'seen' | 'opted_out')[]
): Promise<void> {
  for (const status of statuses) {
    const so = status === 'seen' ? 'sent' : status === 'opted_out' ? 'skipped' : status
    await db
      .insertInto('outbox')
      .values({
        account_id: of,
        contact_id: person(++puts, of),
        purpose: batch === null ? 'reply' : 'broadcast',
        priority: 1,
        key: `k${puts}`,
        batch,
        sealed_part: sealer.seal(null),
        status: so,
        due_at: at(time),
        created_at: at(time),
        failure: so === 'failed' ? 'rejected' : null,
        failure_code: status === 'opted_out' ? 'opted_out' : null,
        delivered_at: status === 'seen' ? at(time) : null,
        seen_at: status === 'seen' ? at(time) : null,
      })
      .execute()
  }
}

export async function storeQuestions(db: Db): Promise<void> {
  const questions: readonly (readonly [ContactId, string, ProvinceId, 'declined' | 'rated_bad', string])[] = [
    [person(1), 'nuôi chim yến phải đăng ký gì', giaLai, 'declined', '2026-10-01 00:00'],
    [person(1), 'mật khẩu của ông Ba là gì', giaLai, 'rated_bad', '2026-10-10 23:59'],
    [person(2), 'nuôi chim yến phải đăng ký gì', giaLai, 'declined', '2026-10-03 08:00'],
    [person(3), 'nuôi chim yến phải đăng ký gì', giaLai, 'declined', '2026-09-30 23:59'],
    [person(4), 'nuôi chim yến phải đăng ký gì', haTinh, 'declined', '2026-10-03 08:00'],
  ]
  await db
    .insertInto('open_questions')
    .values(
      questions.map(([contact, question, province, why, time]) => ({
        contact_id: contact,
        question_hash: question as QuestionHash,
        province,
        sealed_question: sealer.seal(question),
        why,
        topic: null,
        last_at: at(time),
      })),
    )
    .execute()
}

interface TicketSample {
  readonly id: string
  readonly unit: UnitId | null
  readonly time: string
  readonly status: TicketStatus
  readonly level: TicketLevel
  /** Minutes until each word of staff. */
  readonly replies?: readonly number[]
  readonly rating?: number
}

export async function storeTickets(db: Db): Promise<void> {
  const tickets: readonly TicketSample[] = [
    {
      id: 'a',
      unit: quyNhon,
      time: '2026-10-02 09:00',
      status: 'closed',
      level: 'commune',
      replies: [10, 500],
      rating: 5,
    },
    { id: 'b', unit: quyNhon, time: '2026-10-03 09:00', status: 'answered', level: 'officer', replies: [30] },
    { id: 'c', unit: quyNhonBac, time: '2026-10-03 09:00', status: 'taken', level: 'commune', replies: [100] },
    { id: 'd', unit: giaLai, time: '2026-10-04 09:00', status: 'waiting', level: 'admin' },
    { id: 'e', unit: null, time: '2026-10-05 09:00', status: 'closed', level: 'officer', rating: 2 },
    { id: 'f', unit: quyNhon, time: '2026-10-11 00:00', status: 'closed', level: 'commune', replies: [1], rating: 1 },
  ]
  for (const [index, { id, unit, time, status, level, replies = [], rating = null }] of tickets.entries()) {
    await db
      .insertInto('support_requests')
      .values({
        id: id as TicketId,
        contact_id: person(index + 1),
        account_id: account,
        sealed_question: sealer.seal('mật khẩu của ông Ba là gì'),
        created_at: at(time),
        closed_at: status === 'closed' ? at(time) : null,
        code: `HT-000${index}`,
        unit,
        status,
        level,
        holder: null,
        due_at: null,
        answered_at: null,
        closed_by: null,
        rating,
        rated_at: null,
      })
      .execute()
    for (const minutes of replies)
      await db
        .insertInto('support_entries')
        .values({
          id: `${id}-${minutes}`,
          request_id: id as TicketId,
          author: 'staff',
          actor: 'admin',
          sealed_text: sealer.seal('Chào ông Ba'),
          at: at(time) + minutes * 60_000,
        })
        .execute()
  }
}

export async function storeVisits(db: Db): Promise<void> {
  const visits: readonly (readonly [UnitCode, string, VisitStatus])[] = [
    [quyNhon, '2026-09-30 23:59', 'done'],
    [quyNhon, '2026-10-01 00:00', 'done'],
    [quyNhon, '2026-10-02 08:00', 'waiting'],
    [quyNhon, '2026-10-03 08:00', 'taken'],
    [quyNhonBac, '2026-10-10 23:59', 'cancelled'],
    [quyNhonBac, '2026-10-11 00:00', 'waiting'],
  ]
  await db
    .insertInto('visits')
    .values(
      visits.map(([commune, time, status], index) => ({
        id: `v${index}` as VisitId,
        code: `TN-0000${index}`,
        contact_id: person(index),
        commune,
        sealed_content: sealer.seal({ name: 'Nguyễn Văn An' }),
        status,
        holder: null,
        created_at: at(time),
        closed_at: null,
      })),
    )
    .execute()
}

export async function storeClasses(db: Db): Promise<void> {
  const evening = { start: 19 * 60, end: 20 * 60 }
  const on = (date: string) => ({ kind: 'once', date: day(date), ...evening }) as const
  const here = { province: GIA_LAI, commune: quyNhon }
  const held = await add(db, { ...here, code: 'A1', capacity: 20, schedule: on('2026-10-10') })
  const later = await add(db, { ...here, code: 'A2', capacity: 40, schedule: on('2026-10-11') })
  await add(db, { ...here, code: 'A3', schedule: on('2026-10-05'), status: 'cancelled' })
  await add(db, { ...here, commune: quyNhonBac, code: 'B1', capacity: 15, schedule: on('2026-10-01') })
  const present = wanted(held, 1)
  await signUp(db, present, at('2026-10-02 08:00'))
  await signUp(db, wanted(held, 2), at('2026-09-30 23:59'))
  await signUp(db, wanted(later, 3), at('2026-10-10 23:59'))
  await noteAttendance(
    db,
    { registration: present.id, sessionAt: at('2026-10-10 19:00'), status: 'attended', by: 'self' },
    at('2026-10-10 19:30'),
  )
  for (const [number, score, time] of [
    [1, 5, '2026-10-10 23:00'],
    [2, 4, '2026-10-11 08:00'],
  ] as const)
    await db
      .insertInto('class_ratings')
      .values({
        class_id: held,
        contact_id: person(number),
        outcome: 'sent',
        asked_at: at(time),
        score,
        rated_at: at(time),
      })
      .execute()
}

export async function storeMentors(db: Db): Promise<void> {
  await volunteer(db, 1, { now: at('2026-09-20 08:00') })
  const asked = await ask(db, 11)
  if (asked.kind !== 'proposed') throw new Error('no mentor was found')
  const change = (act: typeof agreeToPair | typeof confirmLearned, number: number, now: number) =>
    db.transaction().execute(async (trx) => {
      await act(trx, matching, { pair: asked.pair.id, contact: person(number) }, now)
    })
  await change(agreeToPair, 1, at('2026-09-30 23:59'))
  await change(agreeToPair, 11, NOW)
  await change(confirmLearned, 11, at('2026-10-09 08:00'))
  await volunteer(db, 2, { commune: quyNhonBac })
  await volunteer(db, 3, { now: CAMPAIGN.until })
}

export async function storeBroadcasts(db: Db): Promise<void> {
  const broadcasts = [
    { id: 'bc1', province: giaLai, training: 0, due: '2026-10-01 00:00', status: 'done' },
    { id: 'bc2', province: giaLai, training: 1, due: '2026-10-02 08:00', status: 'done' },
    { id: 'bc3', province: haTinh, training: 0, due: '2026-10-02 08:00', status: 'done' },
    { id: 'bc4', province: giaLai, training: 0, due: '2026-10-10 23:59', status: 'missed' },
    { id: 'bc5', province: giaLai, training: 0, due: '2026-10-11 00:00', status: 'sending' },
  ] as const
  for (const { id, province, training, due, status } of broadcasts) {
    await db
      .insertInto('broadcasts')
      .values({
        id: id as never,
        title: 'Nhắc chữ ký số',
        author: 'An',
        changed_by: null,
        province,
        status: 'done',
        status_reason: null,
        urgency: 'news',
        training,
        content: '{}',
        segment: '{}',
        schedule: '{}',
        budget_dong: 0,
        late_minutes: null,
        next_due_at: null,
        approved_hash: null,
        approved_by: null,
        approved_at: null,
        created_at: NOW,
        changed_at: NOW,
      })
      .execute()
    const run = await db
      .insertInto('broadcast_runs')
      .values({
        broadcast_id: id as never,
        due_at: at(due),
        status,
        held: null,
        cursor: null,
        left_out: status === 'done' ? '{"opted_out":2,"outside_window":3}' : '{}',
        started_at: null,
        finished_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const statuses = ['sent', 'seen', 'failed', 'unknown', 'queued', 'opted_out'] as const
    if (status !== 'missed') await put(db, account, `b${run.id}`, due, ...statuses)
    if (id === 'bc1')
      await db
        .insertInto('article_posts')
        .values({
          run_id: run.id,
          account_id: account,
          status: 'sent',
          article: '{}',
          token: null,
          article_id: null,
          message_id: null,
          next_try_at: 0,
          changed_at: 0,
          failure_code: null,
          failure_detail: null,
        })
        .execute()
  }
}
