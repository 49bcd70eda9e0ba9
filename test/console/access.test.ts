import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordFeedback } from '../../src/requests/feedback.store.ts'
import type { FeedbackId } from '../../src/requests/requests.schema.ts'
import type { Role, UnitId } from '../../src/staff/member.ts'
import { openTicket } from '../../src/support/open-ticket.ts'
import type { TicketId } from '../../src/support/ticket.ts'
import { add, GIA_LAI } from '../classes/support/samples.ts'
import { askInVain, fewLessons, HARM, QUESTION, TOPIC } from '../learning/support/few-answers.ts'
import { deedsOf, hire } from '../support/hired.ts'
import { account, NOW, person, sealer } from '../support/samples.ts'
import { giaLai, haTinh, lettersTo, quyNhon, quyNhonBac, desk as support } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import type { Officer } from './support/officer.ts'

const CHAT = person(90)
const PAGES = ['requests', 'learning', 'classes', 'report', 'broadcasts', 'staff', 'failures', 'sent'] as const

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk[Symbol.asyncDispose]())

async function enter(role: Role, unit: UnitId, url?: string): Promise<Officer> {
  await hire(desk.database.db, CHAT, role, unit)
  return desk.enter(CHAT, url)
}

async function act(officer: Officer, path: string, form: readonly [string, string][] = []): Promise<Response> {
  return officer.post(path, [['csrf', await officer.csrf('/console/requests')], ...form])
}

describe('the console of staff', () => {
  it.each([
    { role: 'commune_staff', unit: quyNhon, open: ['requests', 'classes'] },
    { role: 'officer', unit: quyNhon, open: ['requests', 'classes', 'report', 'broadcasts'] },
    { role: 'officer', unit: giaLai, open: ['requests', 'learning', 'classes', 'report', 'broadcasts'] },
    { role: 'admin', unit: giaLai, open: ['requests', 'learning', 'classes', 'report', 'broadcasts'] },
  ] as const)('opens to a $role of $unit on $open, and on nothing else', async ({ role, unit, open }) => {
    const officer = await enter(role, unit)
    expect((await officer.get('/console')).headers.get('location')).toBe('/console/requests')
    const home = await (await officer.get('/console/requests')).text()
    for (const page of PAGES) {
      const may = (open as readonly string[]).includes(page)
      expect([page, (await officer.get(`/console/${page}`)).status]).toEqual([page, may ? 200 : 403])
      expect([page, home.includes(`href="/console/${page}"`)]).toEqual([page, may])
    }
    for (const deed of ['staff', 'staff/x/remove', 'failures/resend', 'failures/1/words'])
      expect((await act(officer, `/console/${deed}`)).status).toBe(403)
  })

  it('says on each page in whose name it is, with the way out', async () => {
    const page = await (await (await enter('commune_staff', quyNhon)).get('/console/classes')).text()
    expect(page).toContain('chị Lan · Cán bộ xã, phường · phường Quy Nhơn')
    expect(page).toContain(TEXTS.nav.logout)
    expect(page.indexOf('href="#content"')).toBeLessThan(page.indexOf('<nav'))
    expect(page).toContain('<main id="content"')
    expect(await (await (await desk.login()).get('/console')).text()).toContain(TEXTS.who.admin)
  })

  it('takes no form of another site', async () => {
    const officer = await enter('officer', giaLai)
    const csrf = await officer.csrf('/console/requests')
    const path = '/console/requests/none/take'
    expect((await officer.post(path, [['csrf', 'forged']])).status).toBe(403)
    expect((await officer.post(path, [['csrf', csrf]], { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    const other = await desk.login()
    expect((await officer.post(path, [['csrf', await other.csrf('/console')]])).status).toBe(403)
  })
})

describe('requests', () => {
  const id = 'r1' as TicketId
  const held = 'r2' as TicketId
  const ask = (unit: UnitId, number = 7, ticket = id) =>
    desk.database.db
      .transaction()
      .execute((trx) =>
        openTicket(trx, support, { id: ticket, contact: person(number), unit, question: 'Quên mật khẩu', now: NOW }),
      )
  const deeds = ['take', 'reply', 'close'] as const
  const answer: [string, string][] = [
    ['key', 'k'],
    ['text', 'Bác ra xã nhé'],
  ]

  it('of their commune are answered in the name of staff', async () => {
    await ask(quyNhon)
    const officer = await enter('commune_staff', quyNhon)
    desk.clock.time = NOW + 7_200_000
    expect(await (await officer.get('/console/requests')).text()).toContain('Quên mật khẩu')
    expect((await act(officer, `/console/requests/${id}/take`)).headers.get('location')).toMatch(/taken$/)
    expect((await act(officer, `/console/requests/${id}/reply`, answer)).headers.get('location')).toMatch(/answered$/)
    expect((await lettersTo(desk.database.db, person(7))).map(({ text }) => text)).toEqual([
      expect.stringContaining('chị Lan, phường Quy Nhơn'),
    ])
    expect(desk.woken).toEqual([account])
    expect((await act(officer, `/console/requests/${id}/close`)).headers.get('location')).toMatch(/done$/)
    const log = await desk.database.db.selectFrom('audit_log').select(['actor', 'action']).execute()
    for (const action of ['requests_viewed', 'ticket_taken', 'ticket_answered', 'ticket_closed'])
      expect(log.find((one) => one.action === action)?.actor).toMatch(/^staff:/)
  })

  it.each([
    { who: 'another commune', unit: quyNhonBac },
    { who: 'another province', unit: haTinh },
  ])('are to staff of $who as if they did not exist, and left alone', async ({ unit }) => {
    await ask(quyNhon)
    const officer = await enter('officer', unit)
    expect(await (await officer.get('/console/requests')).text()).toContain(TEXTS.requests.empty)
    for (const deed of deeds) {
      expect((await act(officer, `/console/requests/${id}/${deed}`, answer)).status).toBe(404)
      expect((await act(officer, `/console/requests/none/${deed}`, answer)).status).toBe(404)
    }
    expect(await deedsOf(desk.database.db, 'ticket_')).toEqual(Array(3).fill('ticket_refused console'))
    expect(await lettersTo(desk.database.db, person(7))).toEqual([])
  })

  it('that were passed up, or that a colleague holds, are no more theirs', async () => {
    await ask(quyNhon)
    await ask(quyNhon, 8, held)
    const { db } = desk.database
    await db.updateTable('support_requests').set({ level: 'officer' }).where('id', '=', id).execute()
    await db
      .updateTable('support_requests')
      .set({ status: 'taken', holder: 'staff:x' })
      .where('id', '=', held)
      .execute()
    const officer = await enter('commune_staff', quyNhon)
    expect(await (await officer.get('/console/requests')).text()).toContain(TEXTS.requests.empty)
    for (const [ticket, notice] of [
      [id, 'passed_up'],
      [held, 'held'],
    ] as const) {
      for (const deed of ['take', 'close'])
        expect((await act(officer, `/console/requests/${ticket}/${deed}`)).headers.get('location')).toBe(
          `/console/requests?notice=${notice}`,
        )
      const kept = await (await act(officer, `/console/requests/${ticket}/reply`, answer)).text()
      expect([kept.includes(TEXTS.requests.notices[notice]), kept.includes('>Bác ra xã nhé</textarea>')]).toEqual([
        true,
        true,
      ])
    }
    expect(await deedsOf(db, 'ticket_')).toEqual([])
  })
})

it('shows classes and reports of their units alone', async () => {
  await add(desk.database.db, { province: GIA_LAI, commune: quyNhon })
  await add(desk.database.db, { code: 'LC20', province: GIA_LAI, commune: quyNhonBac })
  const officer = await enter('officer', quyNhon)
  const classes = await (await officer.get('/console/classes')).text()
  expect([classes.includes('LC12'), classes.includes('LC20'), classes.includes(quyNhonBac)]).toEqual([
    true,
    false,
    false,
  ])
  expect(await (await officer.get('/console/report')).text()).toContain('Báo cáo phường Quy Nhơn')
  for (const unit of [quyNhonBac, giaLai, haTinh, 'nowhere']) {
    expect((await officer.get(`/console/classes?unit=${unit}`)).status).toBe(404)
    for (const report of ['report', 'report/bao-cao.xlsx'])
      expect((await officer.get(`/console/${report}?unit=${unit}`)).status).toBe(400)
  }
  const log = await desk.database.db.selectFrom('audit_log').select(['actor', 'action', 'subject']).execute()
  const looked = log.filter(({ action }) => ['class_figures_viewed', 'report_made'].includes(action))
  expect(looked.map(({ actor, subject }) => [actor.slice(0, 6), subject])).toEqual(
    Array(2).fill(['staff:', `unit:${quyNhon}`]),
  )
})

describe('questions that were not answered', () => {
  const PAGE = '/console/learning'

  it('are taught in the name of staff; only an admin of theirs forces what makes the answers worse', async () => {
    const learning = fewLessons(desk.database.db)
    const url = await desk.start({ learning })
    const question = await askInVain(desk.database.db, learning, QUESTION)
    const harm = await askInVain(desk.database.db, learning, HARM)
    const officer = await enter('officer', giaLai, url)
    const attach = (hash: string, force: [string, string][] = []) =>
      act(officer, `${PAGE}/attach`, [['province', giaLai], ['question', hash], ['topic', TOPIC], ...force])
    expect((await attach(question)).headers.get('location')).toMatch(/=attached$/)
    const refused = await attach(harm)
    const shown = await refused.text()
    expect([refused.status, shown.includes(TEXTS.learning.verdict.no_force), shown.includes('name="force"')]).toEqual([
      409,
      true,
      false,
    ])
    expect((await attach(harm, [['force', 'yes']])).headers.get('location')).toMatch(/=not_yours$/)
    const lessons = await learning.history(giaLai, 9)
    expect(lessons.map(({ madeBy }) => madeBy)).toEqual([expect.stringMatching(/^staff:/)])
    expect(await (await officer.get(PAGE)).text()).toContain('chị Lan')
  })

  it('of another province are neither seen nor taught nor undone', async () => {
    const learning = fewLessons(desk.database.db)
    const url = await desk.start({ learning, otherProvince: haTinh })
    const question = await askInVain(desk.database.db, learning, QUESTION)
    const content = { procedure: 'khai sinh', step: 'ký số', happened: 'báo lỗi', photoUrl: null }
    const told = { contact: person(1), commune: null, content, at: NOW, id: 'f1' as FeedbackId, province: giaLai }
    await recordFeedback(desk.database.db, sealer, told)
    const by = { actor: 'admin', provinces: 'all', mayForce: true } as const
    const lesson = await learning.attach(
      { province: giaLai, questions: [question], topic: TOPIC, force: false },
      by,
      NOW,
    )
    const officer = await enter('officer', haTinh, url)
    expect((await officer.get(`${PAGE}?province=${giaLai}`)).status).toBe(404)
    const id = lesson.type === 'attached' ? lesson.lesson : ''
    const deeds = ['attach', 'dismiss', `lessons/${id}/undo`, 'feedback/f1/close']
    const does = async (deed: string, province: string) =>
      act(officer, `${PAGE}/${deed}`, [
        ['province', province],
        ['question', question],
        ['topic', TOPIC],
      ])
    for (const deed of deeds) expect((await does(deed, giaLai)).status).toBe(404)
    const notices = deeds.map(async (deed) => (await does(deed, haTinh)).headers.get('location')?.split('notice=')[1])
    expect(await Promise.all(notices)).toEqual(['unknown', 'unknown', 'not_yours', 'closed_before'])
    expect((await learning.history(giaLai, 9)).map(({ undoneAt }) => undoneAt)).toEqual([null])
    expect(await desk.deeds()).not.toContain('feedback_closed feedback:f1')
  })
})
