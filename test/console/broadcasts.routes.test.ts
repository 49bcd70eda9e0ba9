import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approveBroadcast } from '../../src/broadcasts/approve.ts'
import { getBroadcastOrThrow, listBroadcasts } from '../../src/broadcasts/broadcast.store.ts'
import { type Broadcast, draftSchema } from '../../src/broadcasts/broadcast.ts'
import { codeOf } from '../../src/broadcasts/code.ts'
import { changeBroadcast, createBroadcast, submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { keepNotice } from '../../src/broadcasts/notice.store.ts'
import { DEEDS } from '../../src/console/pages/broadcast-deeds.ts'
import { createWorld, HOUR, MORNING, rules, type World } from '../broadcasts/support/world.ts'
import { deedsOf, employ, hire } from '../support/hired.ts'
import { account, person } from '../support/samples.ts'
import { giaLai, haTinh, lettersTo, quyNhon } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import type { Officer } from './support/officer.ts'

const T = TEXTS.broadcasts
const LIMIT = rules.urgency.thuong.own_approval_up_to
const DRAFT = draftSchema.parse({
  title: 'Nhắc <b>chữ ký số</b>',
  province: 'gia-lai',
  content: { text: 'Mời bà con <i>xem</i>', buttons: [] },
  segment: { channels: ['zalo-oa'] },
  schedule: { type: 'once', at: '05/10/2026 08:00' },
  budget_dong: 5000,
})

let desk: Desk
let world: World
beforeEach(async () => {
  desk = await openDesk()
  world = createWorld(desk.database.db)
  desk.clock.time = MORNING
  binh = await hire(desk.database.db, CHAT, 'officer', giaLai, 'Bình')
  await employ(desk.database.db, 'Chi', haTinh)
})
afterEach(() => desk[Symbol.asyncDispose]())

/** The member of staff who works at the console, and where they write from. */
let binh = ''
const CHAT = person(95)
const enter = () => desk.enter(CHAT)

async function draft(author = 'An'): Promise<Broadcast> {
  return createBroadcast(world.options, DRAFT, author, MORNING)
}

async function submitted(author = 'An'): Promise<Broadcast> {
  const { id } = await draft(author)
  await submitBroadcast(desk.database.db, id, author, MORNING)
  return getBroadcastOrThrow(desk.database.db, id)
}

async function sending(): Promise<Broadcast> {
  await world.people([person(1), person(2)])
  const broadcast = await submitted()
  await approveBroadcast(world.options, broadcast.id, { by: 'Bình', hash: hashOf(broadcast) }, MORNING)
  await world.tick(MORNING + HOUR)
  desk.clock.time = MORNING + HOUR
  return getBroadcastOrThrow(desk.database.db, broadcast.id)
}

const pageOf = ({ id }: Broadcast) => `/console/broadcasts/${id}`
const statusOf = async ({ id }: Broadcast) => (await getBroadcastOrThrow(desk.database.db, id)).status

/** Presses a button of the page of a broadcast, as the page has it; gives the name of the notice that follows. */
async function press(officer: Officer, broadcast: Broadcast, deed: string, change: Record<string, string> = {}) {
  const page = await (await officer.get(pageOf(broadcast))).text()
  const fields = [...page.matchAll(/name="(csrf|hash)" value="([^"]+)"/g)].map(([, name, value]) => [name, value])
  const form = Object.entries<string>({ ...Object.fromEntries(fields), by: binh, ...change })
  const response = await officer.post(`${pageOf(broadcast)}/${deed}`, form)
  return new URL(response.headers.get('location') ?? 'x:', 'http://console').searchParams.get('notice')
}

/** Who did the deeds of these names, as the audit log has them. */
async function actorsOf({ id }: Broadcast, ...actions: readonly string[]): Promise<string[]> {
  const log = await desk.database.db.selectFrom('audit_log').selectAll().orderBy('id').execute()
  return log
    .filter(({ action, subject }) => actions.includes(action) && subject === `broadcast:${id}`)
    .map(({ actor }) => actor)
}

function deedsOn(page: string): string[] {
  return [...page.matchAll(/action="\/console\/broadcasts\/[^/]+\/(\w+)"/g)].map(([, deed]) => deed ?? '')
}

describe('announcements in the console', () => {
  it('are listed with where they stand, escaped, and none when there are none', async () => {
    const officer = await desk.login()
    expect(await (await officer.get('/console/broadcasts')).text()).toContain(T.empty)
    const broadcast = await submitted()
    const page = await (await officer.get('/console/broadcasts')).text()
    expect(page).toContain('Nhắc &lt;b&gt;chữ ký số&lt;/b&gt;')
    expect(page).toContain('Một lần, 05/10/2026 08:00 · Gửi tới: kênh Zalo')
    // What they are called in chat.
    for (const path of ['/console/broadcasts', pageOf(broadcast)])
      expect(await (await officer.get(path)).text()).toContain(codeOf(broadcast.id))
    expect(page).toContain(T.states.submitted)
    expect(page).toContain('người soạn: An')
    await submitted(`staff:${binh}`)
    expect(await (await officer.get('/console/broadcasts')).text()).toContain('người soạn: Bình')
  })

  it('that wait for an approval stand first', async () => {
    const waiting = await submitted()
    const newer = await draft()
    const page = await (await (await enter()).get('/console/broadcasts')).text()
    expect(page.indexOf(waiting.id)).toBeLessThan(page.indexOf(newer.id))
  })

  it('show text, audience by reason, cost and times before they are approved', async () => {
    const old = MORNING - 3 * 24 * HOUR
    await world.people([person(1)])
    await world.people([person(2)], { optedOutAt: MORNING })
    await world.people([person(3)], { lastEventAt: old - 30 * 24 * HOUR })
    const page = await (await (await desk.login()).get(pageOf(await submitted()))).text()
    for (const text of [
      'Mời bà con &lt;i&gt;xem&lt;/i&gt;',
      'Gửi tới 1 người, hết 0 đồng.',
      'Tin tư vấn trong 48 giờ: 1 người, 0 đồng',
      `${T.left_out_reasons.opted_out}: 1`,
      `${T.left_out_reasons.outside_window}: 1`,
      'chi tối đa 5.000 đồng',
      'Một lần, 05/10/2026 08:00',
      'Gửi tới: kênh Zalo',
    ])
      expect(page).toContain(text)
    expect(page).not.toContain(T.channels.messenger)
  })

  it('show how a run goes: sent, arrived, read, left', async () => {
    const broadcast = await sending()
    await world.send(1)
    await desk.database.db
      .updateTable('outbox')
      .set({ delivered_at: 1, seen_at: 1 })
      .where('status', '=', 'sent')
      .execute()
    const page = await (await (await desk.login()).get(pageOf(broadcast))).text()
    expect(page).toContain('Đã gửi 1 · tới máy 1 · đã xem 1 · không rõ 0 · còn lại 1')
    expect(page).not.toContain(T.audience)
  })

  it.each([
    { status: 'draft', make: draft, deeds: ['submit', 'test', 'cancel'] },
    { status: 'submitted', make: submitted, deeds: ['approve', 'reject', 'test', 'cancel'] },
    { status: 'sending', make: sending, deeds: ['pause', 'test', 'cancel'] },
  ])('that are $status offer $deeds', async ({ make, deeds }) => {
    const page = await (await (await enter()).get(pageOf(await make()))).text()
    expect(page).not.toContain('name="by"')
    expect(deedsOn(page)).toEqual(deeds)
  })

  it('are handed in, approved and cancelled, each written down', async () => {
    const broadcast = await draft()
    const officer = await enter()
    expect(await press(officer, broadcast, 'submit')).toBe('submit')
    expect(await press(officer, broadcast, 'approve')).toBe('approve')
    expect(await getBroadcastOrThrow(desk.database.db, broadcast.id)).toMatchObject({
      status: 'approved',
      approval: { by: `staff:${binh}`, hash: hashOf(broadcast) },
    })
    expect(await (await officer.get(`${pageOf(broadcast)}?notice=approve`)).text()).toContain(T.notices.approve)
    expect(await press(officer, broadcast, 'cancel')).toBe('cancel')
    expect(await press(officer, broadcast, 'cancel')).toBe('broadcast_status')
    // What was refused does not look like what was done.
    for (const [notice, role] of [
      ['cancel', 'status'],
      ['broadcast_status', 'alert'],
    ])
      expect(await (await officer.get(`${pageOf(broadcast)}?notice=${notice}`)).text()).toContain(`role="${role}"`)
    const log = await desk.database.db.selectFrom('audit_log').select(['actor', 'action', 'subject']).execute()
    expect(
      log.filter(({ subject }) => subject === `broadcast:${broadcast.id}`).map(({ actor, action }) => [actor, action]),
    ).toEqual([
      ['An', 'broadcast_created'],
      [`staff:${binh}`, 'broadcast_submitted'],
      [`staff:${binh}`, 'broadcast_approved'],
      [`staff:${binh}`, 'broadcast_cancelled'],
    ])
  })

  it('are paused and go on; their accounts are woken', async () => {
    const broadcast = await sending()
    const officer = await desk.login()
    expect(await press(officer, broadcast, 'pause')).toBe('pause')
    expect((await world.outbox()).map((row) => row.status)).toEqual(['skipped', 'skipped'])
    expect(await press(officer, broadcast, 'resume')).toBe('resume')
    expect((await world.outbox()).map((row) => row.status)).toEqual(['queued', 'queued'])
    expect(desk.woken).toEqual([account])
  })

  it('are approved only as they stood on the page', async () => {
    const broadcast = await submitted()
    const officer = await enter()
    const seen = hashOf(broadcast)
    await changeBroadcast(world.options, broadcast.id, { ...DRAFT, budget_dong: 9 }, 'An', MORNING)
    await submitBroadcast(desk.database.db, broadcast.id, 'An', MORNING)
    expect(await press(officer, broadcast, 'approve', { hash: seen })).toBe('broadcast_changed')
    expect(await press(officer, broadcast, 'approve', { hash: '' })).toBe('broadcast_changed')
    expect(await statusOf(broadcast)).toBe('submitted')
  })

  it.each([
    { people: LIMIT, author: 'themselves', notice: 'approve' },
    { people: LIMIT + 1, author: 'themselves', notice: 'own_broadcast' },
    { people: LIMIT + 1, author: 'An', notice: 'approve' },
  ] as const)('to $people people, written by $author: $notice', async ({ people, author, notice }) => {
    await world.people(Array.from({ length: people }, (_, number) => person(number)))
    const broadcast = await submitted(author === 'An' ? author : `staff:${binh}`)
    expect(await press(await enter(), broadcast, 'approve')).toBe(notice)
    expect(await statusOf(broadcast)).toBe(notice === 'approve' ? 'approved' : 'submitted')
  })

  it('are the deeds of members with the right to them, for whom the admin may do them; stopping takes no name', async () => {
    const broadcast = await sending()
    const officer = await desk.login()
    const page = await (await officer.get(pageOf(broadcast))).text()
    expect(page).toContain(`<option value="${binh}">Bình</option>`)
    expect(page).not.toContain('Chi</option>')
    expect(await press(officer, broadcast, 'pause', { by: '' })).toBe('pause')
    for (const by of ['', 'nobody']) expect(await press(officer, broadcast, 'resume', { by })).toBe('no_right')
    expect(await statusOf(broadcast)).toBe('paused')
    expect(await press(officer, broadcast, 'resume')).toBe('resume')
    expect(await actorsOf(broadcast, 'broadcast_paused', 'broadcast_resumed')).toEqual([
      'admin',
      `admin for staff:${binh}`,
    ])
  })

  it.each([
    { deed: 'approve', make: submitted },
    { deed: 'correct', make: sending },
  ])('have no author or approver by the password, which does not tell who knows it: $deed', async ({ deed, make }) => {
    const broadcast = await make()
    const officer = await desk.login()
    const page = await (await officer.get(pageOf(broadcast))).text()
    expect(page).toContain(T.desk.own_name)
    expect(deedsOn(page)).not.toContain(deed)
    const form = { text: 'Xin đính chính', at: '05/10/2026 09:00' }
    expect(await press(officer, broadcast, deed, form)).toBe('needs_own_session')
    expect(await statusOf(broadcast)).toBe(broadcast.status)
    expect(await listBroadcasts(desk.database.db, { limit: 9 })).toHaveLength(1)
  })

  it('are handed in and tried by the admin under both names', async () => {
    const broadcast = await draft()
    const officer = await desk.login()
    expect(await press(officer, broadcast, 'test')).toBe('test')
    expect(await press(officer, broadcast, 'submit')).toBe('submit')
    expect(await actorsOf(broadcast, 'broadcast_tested', 'broadcast_submitted')).toEqual(
      Array(2).fill(`admin for staff:${binh}`),
    )
  })

  it('go beyond the dates of their plan by no word of the password', async () => {
    const broadcast = await draft()
    expect(await press(await desk.login(), broadcast, 'submit', { outside_plan: 'yes' })).toBe('needs_own_session')
    expect(await statusOf(broadcast)).toBe('draft')
  })

  it('are done in the name of the session, whatever the form says', async () => {
    const dung = await hire(desk.database.db, person(96), 'officer', giaLai, 'Dũng')
    await world.people(Array.from({ length: LIMIT + 1 }, (_, number) => person(number)))
    const broadcast = await submitted(`staff:${binh}`)
    expect(await press(await enter(), broadcast, 'approve', { by: dung })).toBe('own_broadcast')
    expect(await statusOf(broadcast)).toBe('submitted')
    expect(await press(await desk.enter(person(96)), broadcast, 'approve', { by: binh })).toBe('approve')
    const log = await desk.database.db.selectFrom('audit_log').selectAll().orderBy('id').execute()
    expect(log.find(({ action }) => action === 'broadcast_approved')).toMatchObject({
      actor: `staff:${dung}`,
      detail: expect.stringContaining(`author staff:${binh}, approver staff:${dung}`),
    })
  })

  it.each([
    { who: 'an officer of another province', role: 'officer', unit: haTinh, page: 404 },
    { who: 'an officer of one of its communes', role: 'officer', unit: quyNhon, page: 404 },
    { who: 'commune staff', role: 'commune_staff', unit: quyNhon, page: 403 },
  ] as const)('are nothing to $who, and left as they are', async ({ role, unit, page }) => {
    await hire(desk.database.db, person(97), role, unit, 'Chi')
    const broadcast = await submitted()
    const officer = await desk.enter(person(97))
    const csrf = await officer.csrf('/console/requests')
    const list = await officer.get('/console/broadcasts')
    expect(await list.text()).not.toContain('chữ ký số')
    expect((await officer.get(pageOf(broadcast))).status).toBe(page)
    for (const deed of DEEDS) {
      const form: [string, string][] = [
        ['csrf', csrf],
        ['hash', hashOf(broadcast)],
        ['by', binh],
      ]
      expect((await officer.post(`${pageOf(broadcast)}/${deed}`, form)).status).toBe(page)
    }
    expect(await getBroadcastOrThrow(desk.database.db, broadcast.id)).toEqual(broadcast)
    const refused = page === 404 ? ['show', ...DEEDS].map((deed) => `broadcast_refused ${deed}`) : []
    expect(await deedsOf(desk.database.db, 'broadcast_refused')).toEqual(refused)
  })

  it('of their unit alone stand in the list of staff', async () => {
    await createBroadcast(world.options, { ...DRAFT, title: 'Tin Hà Tĩnh', province: 'ha-tinh' }, 'An', MORNING)
    await draft()
    const page = await (await (await enter()).get('/console/broadcasts')).text()
    expect(page).toContain('chữ ký số')
    expect(page).not.toContain('Tin Hà Tĩnh')
  })

  it('are sent back to their author', async () => {
    const broadcast = await submitted()
    const officer = await desk.login()
    expect(await press(officer, broadcast, 'reject')).toBe('reject')
    expect(await (await officer.get(pageOf(broadcast))).text()).toContain(T.reasons.rejected)
    expect(await press(officer, broadcast, 'reject')).toBe('broadcast_status')
  })

  it('tell their author in chat why they were sent back here', async () => {
    const chat = person(90)
    const lan = await hire(desk.database.db, chat, 'officer', giaLai)
    const broadcast = await submitted(`staff:${lan}`)
    expect(await press(await enter(), broadcast, 'reject', { why: ' sai ngày ' })).toBe('reject')
    expect((await lettersTo(desk.database.db, chat)).map(({ text }) => text)).toEqual([
      expect.stringContaining('chưa được duyệt (Bình). Lý do: sai ngày.'),
    ])
  })

  it('tell who approved them here, under whose name, in their chat', async () => {
    const chat = person(90)
    binh = await hire(desk.database.db, chat, 'officer', giaLai, 'Dũng')
    const broadcast = await submitted()
    expect(await press(await desk.enter(chat), broadcast, 'approve')).toBe('approve')
    expect((await lettersTo(desk.database.db, chat)).map(({ text }) => text)).toEqual([
      expect.stringContaining('vừa được duyệt ở trang quản trị dưới tên anh/chị'),
    ])
  })

  it('are tried in the chat of a member who has one', async () => {
    const chat = person(90)
    const broadcast = await draft()
    const officer = await desk.login()
    binh = await employ(desk.database.db, 'Em', giaLai)
    expect(await press(officer, broadcast, 'test')).toBe('no_chat')
    binh = await hire(desk.database.db, chat, 'officer', giaLai, 'Dũng')
    expect(await press(officer, broadcast, 'test')).toBe('test')
    expect((await lettersTo(desk.database.db, chat)).map(({ text }) => text)).toEqual([
      expect.stringContaining('GỬI THỬ'),
      expect.stringContaining('Mời bà con <i>xem</i>'),
    ])
    expect(await deedsOf(desk.database.db, 'broadcast_tested')).toHaveLength(1)
  })

  it('send again what failed, by its reason, and are corrected once they are over', async () => {
    const broadcast = await sending()
    const officer = await enter()
    await world.send(1, 'failed')
    await world.send(1)
    await world.tick(world.now() + 60_000)
    const page = await (await officer.get(pageOf(broadcast))).text()
    expect(page).toContain('<option value="rejected">')
    expect(await press(officer, broadcast, 'resend', { reason: 'unknown' })).toBe('nothing_failed')
    expect(await press(officer, broadcast, 'resend', { reason: 'rejected' })).toBe('resend')
    const refused = async (at: string) => {
      const csrf = await officer.csrf(pageOf(broadcast))
      const response = await officer.post(`${pageOf(broadcast)}/correct`, [
        ['csrf', csrf],
        ['text', 'Xin đính chính'],
        ['at', at],
      ])
      expect(response.status).toBe(422)
      return response.text()
    }
    const early = await refused('05/10/2026 09:00')
    for (const part of [T.notices.still_sending, 'readonly>Xin đính chính</textarea>']) expect(early).toContain(part)
    await world.send(1)
    await world.tick(world.now() + 60_000)
    for (const { at, says } of [
      { at: 'mai', says: T.notices.bad_correction },
      { at: '05/10/2026 23:00', says: T.notices.quiet_hours },
    ]) {
      const shown = await refused(at)
      for (const part of [
        `id="correction-mistake" role="alert">${says}`,
        '>Xin đính chính</textarea>',
        `value="${at}"`,
      ])
        expect(shown).toContain(part)
    }
    // A form that is sent twice hands in one correction.
    for (let time = 0; time < 2; time++)
      expect(await press(officer, broadcast, 'correct', { text: 'Xin đính chính', at: '05/10/2026 09:00' })).toBe(
        'correct',
      )
    expect(await listBroadcasts(desk.database.db, { limit: 9 })).toHaveLength(2)
    const correction = (await listBroadcasts(desk.database.db, { limit: 9 })).find(({ id }) => id !== broadcast.id)
    expect(correction).toMatchObject({ status: 'submitted', segment: { corrects: broadcast.id } })
    expect(await refused('05/10/2026 09:30')).toContain(T.notices.being_corrected)
  })

  it('show what went wrong, with its cure', async () => {
    const broadcast = await sending()
    const named = { failed: '5', finished: '20' }
    await keepNotice(desk.database.db, { broadcast: broadcast.id, kind: 'failures', about: '1', named }, MORNING)
    const page = await (await (await desk.login()).get(pageOf(broadcast))).text()
    expect(page).toContain('Đã tự dừng: 5 trong 20 tin đã gửi bị lỗi')
    expect(page).toContain('Xem lý do lỗi')
    const refused = { account, count: '3' }
    await keepNotice(desk.database.db, { broadcast: broadcast.id, kind: 'token', about: '2', named: refused }, MORNING)
    expect(await (await (await desk.login()).get(pageOf(broadcast))).text()).toContain('mã truy cập của Zalo 4')
  })

  it.each(DEEDS)('are left alone by a form of another site: %s', async (deed) => {
    const broadcast = await draft()
    const officer = await desk.login()
    const response = await officer.post(`${pageOf(broadcast)}/${deed}`, [
      ['csrf', 'forged'],
      ['hash', hashOf(broadcast)],
    ])
    expect(response.status).toBe(403)
    expect(await statusOf(broadcast)).toBe('draft')
  })

  it('are shown to nobody who is not logged in', async () => {
    const broadcast = await draft()
    const officer = await desk.login()
    officer.cookie = ''
    for (const path of ['/console/broadcasts', pageOf(broadcast)])
      expect((await officer.get(path)).headers.get('location')).toBe('/console/login')
  })

  it.each([
    '/console/broadcasts/none',
    '/console/broadcasts/%3Cscript%3E',
  ])('that do not exist lead back: %s', async (path) => {
    const officer = await desk.login()
    expect((await officer.get(path)).headers.get('location')).toBe('/console/broadcasts?notice=no_broadcast')
    expect(await (await officer.get('/console/broadcasts?notice=no_broadcast')).text()).toContain(
      T.notices.no_broadcast,
    )
  })
})

it('says which template is not there, and takes the announcement no further', async () => {
  const approved = { 'zalo-oa': { template: '900009', values: { lop: 'Chữ ký số' } } }
  const written = { ...DRAFT, content: { ...DRAFT.content, approved } }
  const broadcast = await createBroadcast(world.options, written, 'An', MORNING)
  const officer = await desk.login()
  const page = await (await officer.get(pageOf(broadcast))).text()
  expect(page).toContain('Người quá thời gian được nhắn nhận mẫu 900009: lop = Chữ ký số')
  expect(page).toContain(`Tài khoản ${account} không có mẫu 900009.`)
  expect(await press(officer, broadcast, 'submit')).toBe('platform_template')
  expect(await statusOf(broadcast)).toBe('draft')
})
