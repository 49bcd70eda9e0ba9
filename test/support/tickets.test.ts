import { describe, expect, it } from 'vitest'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import { claimDue } from '../../src/outbox/claim.store.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { findContacts, saveContacts } from '../../src/people/contact.store.ts'
import { newContact } from '../../src/people/contact.ts'
import { erasePerson } from '../../src/people/erase.ts'
import type { UnitId } from '../../src/staff/member.ts'
import { type ClosedBy, closeTicket, rateTicket, readRating } from '../../src/support/close-ticket.ts'
import { afterNight } from '../../src/support/deadline.ts'
import { addWords, openTicket, prepareTicket, sayOpened } from '../../src/support/open-ticket.ts'
import { closeSettled, escalateOverdue } from '../../src/support/overdue.ts'
import { releaseSilence } from '../../src/support/silence.ts'
import { findEntries, findOpenTicket, findTicket, listOpenTickets } from '../../src/support/ticket.store.ts'
import type { Helper, TicketId } from '../../src/support/ticket.ts'
import { answeredElsewhere, releaseTickets, replyToTicket, takeTicket } from '../../src/support/work-on-ticket.ts'
import { describeOnBothEngines } from './databases.ts'
import { account, NOW, person, sealer } from './samples.ts'
import { at, desk, giaLai, lettersTo, quyNhon } from './support-desk.ts'

const ids = createIds(() => NOW)
const lan: Helper = { id: 'staff:lan', name: 'chị Lan, tỉnh Gia Lai' }
const minh: Helper = { id: 'staff:minh', name: 'anh Minh, tỉnh Gia Lai' }
const morning = at('2026-10-01 09:00')
const MINUTE = 60_000

describe('replies written at night', () => {
  it.each([
    { written: '2026-10-01 20:59', sent: '2026-10-01 20:59' },
    { written: '2026-10-01 21:00', sent: '2026-10-02 06:30' },
    { written: '2026-10-02 02:15', sent: '2026-10-02 06:30' },
    { written: '2026-10-02 06:30', sent: '2026-10-02 06:30' },
  ])('at $written go out at $sent', ({ written, sent }) => {
    expect(afterNight(desk.rules, at(written))).toBe(at(sent))
  })
})

describeOnBothEngines('tickets', (context) => {
  const within = <T>(work: Parameters<ReturnType<typeof context.db.transaction>['execute']>[0]) =>
    context.db.transaction().execute(work) as Promise<T>
  const ask = (
    contact: ContactId,
    question: string | null,
    { id = ids.next(), unit = giaLai as UnitId, now = morning } = {},
  ) =>
    context.db
      .transaction()
      .execute((trx) => openTicket(trx, desk, { id: id as TicketId, contact, unit, question, now }))
  const take = (id: TicketId, helper: Helper) =>
    context.db.transaction().execute((trx) => takeTicket(trx, desk, { id, helper, now: morning }))
  const reply = (id: TicketId, helper: Helper, text: string, { key = ids.next(), now = morning } = {}) =>
    context.db.transaction().execute((trx) => replyToTicket(trx, desk, { id, helper, text, key, now }))
  const close = (id: TicketId, by: ClosedBy, now = morning) =>
    context.db.transaction().execute((trx) => closeTicket(trx, desk, { id, by, now }))
  const openOf = async (contact: ContactId) => {
    const ticket = await findOpenTicket(context.db, sealer, contact)
    if (!ticket) throw new Error('there is no open ticket')
    return ticket
  }
  const textsOf = async (id: TicketId) =>
    ((await findEntries(context.db, sealer, [id])).get(id) ?? []).map(({ author, text }) => `${author}: ${text}`)
  const deeds = async () => {
    const rows = await context.db.selectFrom('audit_log').select(['actor', 'action']).orderBy('id').execute()
    return rows.map(({ actor, action }) => `${actor} ${action}`)
  }
  const meet = (contact: ContactId) =>
    saveContacts(context.db, sealer, [{ ...newContact(contact, account, NOW), version: 1 }])
  const mutedUntil = async (contact: ContactId) =>
    (await findContacts(context.db, sealer, [contact])).get(contact)?.mutedUntil

  it('are opened with a short code, a level and a deadline in working time', async () => {
    const { type, code } = await ask(person(1), 'Quên mật khẩu VNeID')
    expect(type).toBe('opened')
    expect(code).toMatch(/^HT-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(await findTicket(context.db, sealer, { code })).toMatchObject({
      contact: person(1),
      unit: giaLai,
      question: 'Quên mật khẩu VNeID',
      status: 'waiting',
      level: 'officer',
      holder: null,
      dueAt: morning + 60 * MINUTE,
    })
    await ask(person(2), null, { unit: quyNhon, now: at('2026-10-02 17:30') })
    expect(await openOf(person(2))).toMatchObject({ level: 'commune', question: null, dueAt: at('2026-10-05 08:30') })
  })

  it('are one for each person: a second request goes to the open one', async () => {
    const first = await ask(person(1), 'Quên mật khẩu VNeID')
    expect(await ask(person(1), 'Và mất điện thoại')).toEqual({ type: 'added', code: first.code })
    expect(await ask(person(1), null)).toEqual({ type: 'added', code: first.code })
    const ticket = await openOf(person(1))
    expect(ticket.question).toBe('Và mất điện thoại')
    expect(await textsOf(ticket.id)).toHaveLength(3)
    expect(await listOpenTickets(context.db, sealer, { units: 'all', limit: 10 })).toHaveLength(1)
  })

  it('are opened once for the same request', async () => {
    const id = ids.next()
    const { code } = await ask(person(1), 'Một', { id })
    expect(await ask(person(1), 'Một', { id })).toEqual({ type: 'repeated', code })
    const ticket = await openOf(person(1))
    await close(ticket.id, 'citizen')
    expect(await ask(person(1), 'Một', { id })).toEqual({ type: 'repeated', code })
    expect(await findOpenTicket(context.db, sealer, person(1))).toBeUndefined()
    expect((await ask(person(1), 'Hai')).code).not.toBe(code)
  })

  it('keep what is said sealed', async () => {
    await ask(person(1), 'số 0912345678')
    const ticket = await context.db.selectFrom('support_requests').selectAll().executeTakeFirstOrThrow()
    const entry = await context.db.selectFrom('support_entries').selectAll().executeTakeFirstOrThrow()
    expect(ticket.sealed_question?.includes('0912345678')).toBe(false)
    expect(entry.sealed_text.includes('0912345678')).toBe(false)
  })

  it('are told to the citizen before they are written, with the hour from which somebody is there', async () => {
    const request = { id: ids.next() as TicketId, contact: person(1), unit: giaLai, question: null }
    const now = at('2026-11-21 10:00')
    const planned = await prepareTicket(context.db, desk, { ...request, now })
    expect(sayOpened(desk, planned, { unit: giaLai, now })).toMatchObject({
      text: expect.stringContaining(
        `${planned.code}. Bây giờ ngoài giờ làm việc; cán bộ sẽ trả lời vào thứ Hai 23/11/2026, từ 7 giờ 30.`,
      ),
    })
    expect(sayOpened(desk, planned, { unit: giaLai, now: morning })).toMatchObject({
      text: expect.stringContaining('ngay trong khung chat này'),
    })
    await within((trx) => planned.write(trx))
    expect((await openOf(person(1))).code).toBe(planned.code)
  })

  it('are decided anew when another was opened meanwhile', async () => {
    const request = { id: ids.next() as TicketId, contact: person(1), unit: giaLai, question: null, now: morning }
    const planned = await prepareTicket(context.db, desk, request)
    await ask(person(1), 'vừa hỏi')
    await expect(within((trx) => planned.write(trx))).rejects.toThrow('meanwhile')
    expect(await textsOf((await openOf(person(1))).id)).toEqual(['citizen: vừa hỏi'])
  })

  it('are taken by one helper', async () => {
    await ask(person(1), 'a')
    const { id } = await openOf(person(1))
    expect(await take(id, lan)).toBe('taken')
    expect(await take(id, lan)).toBe('yours')
    expect(await take(id, minh)).toBe('held')
    expect(await reply(id, minh, 'Chào bác')).toEqual({ type: 'held' })
    expect(await take('none' as TicketId, lan)).toBe('unknown')
    expect(await openOf(person(1))).toMatchObject({ status: 'taken', holder: 'staff:lan' })
    expect(await deeds()).toEqual(['staff:lan ticket_taken'])
  })

  it('are answered in the name of a human, once, and the assistant keeps silent', async () => {
    await meet(person(1))
    await ask(person(1), 'a')
    const { id } = await openOf(person(1))
    expect(await reply(id, lan, 'Bác mang CCCD ra xã nhé', { key: 'r1' })).toEqual({ type: 'answered', dueAt: morning })
    expect(await reply(id, lan, 'Bác mang CCCD ra xã nhé', { key: 'r1' })).toEqual({ type: 'repeated' })
    expect(await lettersTo(context.db, person(1))).toEqual([
      { text: 'Cán bộ chị Lan, tỉnh Gia Lai trả lời:\nBác mang CCCD ra xã nhé', dueAt: morning },
    ])
    expect(await openOf(person(1))).toMatchObject({ status: 'answered', holder: 'staff:lan', dueAt: null })
    expect(await textsOf(id)).toEqual(['citizen: a', 'staff: Bác mang CCCD ra xã nhé'])
    expect(await mutedUntil(person(1))).toBe(morning + 240 * MINUTE)

    expect(await releaseSilence(context.db, morning + 240 * MINUTE - 1)).toBe(0)
    expect(await releaseSilence(context.db, morning + 240 * MINUTE)).toBe(1)
    expect(await mutedUntil(person(1))).toBeNull()
  })

  it('answered at night reach the citizen in the morning, and hold up nothing that the assistant says', async () => {
    const night = at('2026-10-01 22:00')
    await ask(person(1), 'a')
    await reply((await openOf(person(1))).id, lan, 'Mai bác ra xã nhé', { now: night })
    const said = { contact: person(1), purpose: 'reply' as const, key: 'bot', part: { body: {} } }
    await insertOutbox(context.db, sealer, [said], night)
    const due = async (now: number) =>
      (await claimDue(context.db, sealer, [{ account, limit: 10 }], now)).flat().map((row) => row.key)
    expect(await due(night)).toEqual(['bot'])
    expect(await due(at('2026-10-02 06:29'))).toEqual([])
    expect(await due(at('2026-10-02 06:30'))).toEqual([expect.stringMatching(/^support-/)])
  })

  it('wait again for whoever answered when the citizen writes once more', async () => {
    await ask(person(1), 'a')
    const { id } = await openOf(person(1))
    await reply(id, lan, 'b')
    const words = { contact: person(1), key: 'r7', text: 'Vẫn chưa được', now: morning + MINUTE }
    expect(await within((trx) => addWords(trx, desk, words))).toBe(true)
    expect(await within((trx) => addWords(trx, desk, words))).toBe(true)
    expect(await openOf(person(1))).toMatchObject({
      status: 'taken',
      holder: 'staff:lan',
      question: 'Vẫn chưa được',
      dueAt: morning + 61 * MINUTE,
    })
    expect(await textsOf(id)).toEqual(['citizen: a', 'staff: b', 'citizen: Vẫn chưa được'])
    expect(await within((trx) => addWords(trx, desk, { ...words, contact: person(2) }))).toBe(false)
  })

  it('that staff answered in the platform’s own inbox are not overdue, and free for whoever takes them', async () => {
    await ask(person(1), 'a')
    const { id } = await openOf(person(1))
    const words = { contact: person(1), key: 'r9', text: 'Xã gọi lại cho bác nhé', now: morning }
    for (const contact of [person(1), person(1), person(2)])
      expect(await within((trx) => answeredElsewhere(trx, desk, { ...words, contact }))).toBe(contact === person(1))
    expect(await openOf(person(1))).toMatchObject({ status: 'answered', holder: null, dueAt: null })
    expect(await textsOf(id)).toEqual(['citizen: a', 'staff: Xã gọi lại cho bác nhé'])
    expect(await escalateOverdue(context.db, desk, morning + 600 * MINUTE)).toBe(0)
    await within((trx) => addWords(trx, desk, { ...words, key: 'r10' }))
    expect(await openOf(person(1))).toMatchObject({ status: 'waiting', dueAt: morning + 60 * MINUTE })
    expect(await take(id, lan)).toBe('taken')
  })

  it('go to one of two helpers who take them at the same moment', async () => {
    await ask(person(1), 'a')
    const { id } = await openOf(person(1))
    const taken = await Promise.allSettled([take(id, lan), take(id, minh)])
    expect(taken.filter((one) => one.status === 'fulfilled' && one.value === 'taken')).toHaveLength(1)
    expect(await deeds()).toHaveLength(1)
  })

  it('are free again when their helper leaves', async () => {
    await ask(person(1), 'a')
    await ask(person(2), 'b')
    await take((await openOf(person(1))).id, lan)
    await reply((await openOf(person(2))).id, lan, 'c')
    await within((trx) => releaseTickets(trx, lan.id))
    expect(await openOf(person(1))).toMatchObject({ status: 'waiting', holder: null })
    expect(await openOf(person(2))).toMatchObject({ status: 'answered', holder: null })
  })

  it('never cut short a silence that somebody else began', async () => {
    await meet(person(1))
    const later = morning + 600 * MINUTE
    await context.db.updateTable('contacts').set({ muted_until: later }).execute()
    await ask(person(1), 'a')
    await escalateOverdue(context.db, desk, morning + 60 * MINUTE)
    expect(await mutedUntil(person(1))).toBe(later)
    await reply((await openOf(person(1))).id, lan, 'b', { now: morning + 61 * MINUTE })
    expect(await mutedUntil(person(1))).toBe(later)
  })

  it('are taken back and passed up, level by level, when nobody answers in working time', async () => {
    await ask(person(1), 'a', { unit: quyNhon })
    const { id } = await openOf(person(1))
    await take(id, lan)
    expect(await escalateOverdue(context.db, desk, morning + 59 * MINUTE)).toBe(0)
    expect(await escalateOverdue(context.db, desk, morning + 60 * MINUTE)).toBe(1)
    expect(await escalateOverdue(context.db, desk, morning + 60 * MINUTE)).toBe(0)
    expect(await openOf(person(1))).toMatchObject({
      status: 'waiting',
      holder: null,
      level: 'officer',
      dueAt: morning + 120 * MINUTE,
    })
    expect(await escalateOverdue(context.db, desk, at('2026-10-01 11:00'))).toBe(1)
    expect(await openOf(person(1))).toMatchObject({ level: 'admin', dueAt: at('2026-10-01 15:00') })
    expect(await escalateOverdue(context.db, desk, at('2026-10-01 15:00'))).toBe(1)
    expect(await openOf(person(1))).toMatchObject({
      level: 'admin',
      status: 'waiting',
      dueAt: at('2026-10-01 17:00'),
    })
    expect((await deeds()).filter((deed) => deed === 'system ticket_escalated')).toHaveLength(3)
  })

  it('of before there were units get their deadline later', async () => {
    await ask(person(1), 'a')
    await context.db.updateTable('support_requests').set({ unit: null, due_at: null }).execute()
    expect(await escalateOverdue(context.db, desk, morning + MINUTE)).toBe(0)
    expect(await openOf(person(1))).toMatchObject({ unit: null, dueAt: morning + 60 * MINUTE })
  })

  it.each<{ by: ClosedBy; name: string; letters: number }>([
    { by: lan, name: 'staff, who ask the citizen how it was', letters: 1 },
    { by: 'citizen', name: 'the citizen', letters: 0 },
  ])('are closed by $name', async ({ by, letters }) => {
    await meet(person(1))
    await ask(person(1), 'a')
    const { id, code } = await openOf(person(1))
    await reply(id, lan, 'b')
    expect([await close(id, by), await close(id, by), await close('none' as TicketId, by)]).toEqual([
      'done',
      'closed',
      'unknown',
    ])
    expect(await lettersTo(context.db, person(1))).toHaveLength(1 + letters)
    expect(await mutedUntil(person(1))).toBeNull()
    expect(await reply(id, lan, 'c')).toEqual({ type: 'closed' })

    const rate = (contact: ContactId, stars: number) =>
      within((trx) => rateTicket(trx, { contact, code, stars, now: morning }))
    expect(readRating(`rate:${code}:4`)).toEqual({ code, stars: 4 })
    expect(await rate(person(1), 4)).toBe(true)
    expect(await rate(person(2), 1)).toBe(false)
    expect(await findTicket(context.db, sealer, { id })).toMatchObject({ status: 'closed', rating: 4 })
  })

  it('that were answered close by themselves after three quiet days', async () => {
    await ask(person(1), 'a')
    await reply((await openOf(person(1))).id, lan, 'b')
    const threeDays = 72 * 60 * MINUTE
    expect(await closeSettled(context.db, desk, morning + threeDays - 1)).toBe(0)
    expect(await closeSettled(context.db, desk, morning + threeDays)).toBe(1)
    expect(await closeSettled(context.db, desk, morning + threeDays)).toBe(0)
  })

  it('go with the person who is erased, all that was said included', async () => {
    await ask(person(1), 'a')
    await ask(person(2), 'b')
    await context.db.transaction().execute((trx) => erasePerson(trx, sealer, person(1)))
    expect(await context.db.selectFrom('support_entries').select('id').execute()).toHaveLength(1)
    expect(await findOpenTicket(context.db, sealer, person(1))).toBeUndefined()
  })
})
