import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approveBroadcast, OWN_APPROVAL_LIMIT } from '../../src/broadcasts/approve.ts'
import { getBroadcastOrThrow } from '../../src/broadcasts/broadcast.store.ts'
import { type Broadcast, draftSchema } from '../../src/broadcasts/broadcast.ts'
import { changeBroadcast, createBroadcast, submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { createWorld, HOUR, MORNING, type World } from '../broadcasts/support/world.ts'
import { account, person } from '../support/samples.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import type { Officer } from './support/officer.ts'

const T = TEXTS.broadcasts
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
})
afterEach(() => desk[Symbol.asyncDispose]())

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
  const form = Object.entries<string>({ ...Object.fromEntries(fields), ...change })
  const response = await officer.post(`${pageOf(broadcast)}/${deed}`, form)
  return new URL(response.headers.get('location') ?? 'x:', 'http://console').searchParams.get('notice')
}

function deedsOn(page: string): string[] {
  return [...page.matchAll(/action="\/console\/broadcasts\/[^/]+\/(\w+)"/g)].map(([, deed]) => deed ?? '')
}

describe('announcements in the console', () => {
  it('are listed with where they stand, escaped, and none when there are none', async () => {
    const officer = await desk.login()
    expect(await (await officer.get('/console/broadcasts')).text()).toContain(T.empty)
    await submitted()
    const page = await (await officer.get('/console/broadcasts')).text()
    expect(page).toContain('Nhắc &lt;b&gt;chữ ký số&lt;/b&gt;')
    expect(page).toContain(T.states.submitted)
    expect(page).toContain('người soạn: An')
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
      'chi tối đa 5000 đồng',
      'Một lần, 05/10/2026 08:00',
      'Gửi tới: Zalo',
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
    { status: 'draft', make: draft, deeds: ['submit', 'cancel'] },
    { status: 'submitted', make: submitted, deeds: ['approve', 'cancel'] },
    { status: 'sending', make: sending, deeds: ['pause', 'cancel'] },
  ])('that are $status offer $deeds', async ({ make, deeds }) => {
    const page = await (await (await desk.login()).get(pageOf(await make()))).text()
    expect(deedsOn(page)).toEqual(deeds)
  })

  it('are handed in, approved and cancelled, each written down', async () => {
    const broadcast = await draft()
    const officer = await desk.login()
    expect(await press(officer, broadcast, 'submit')).toBe('submit')
    expect(await press(officer, broadcast, 'approve')).toBe('approve')
    expect(await getBroadcastOrThrow(desk.database.db, broadcast.id)).toMatchObject({
      status: 'approved',
      approval: { by: 'admin', hash: hashOf(broadcast) },
    })
    expect(await (await officer.get(`${pageOf(broadcast)}?notice=approve`)).text()).toContain(T.notices.approve)
    expect(await press(officer, broadcast, 'cancel')).toBe('cancel')
    expect(await press(officer, broadcast, 'cancel')).toBe('broadcast_status')
    const log = await desk.database.db.selectFrom('audit_log').select(['actor', 'action', 'subject']).execute()
    expect(
      log.filter(({ subject }) => subject === `broadcast:${broadcast.id}`).map(({ actor, action }) => [actor, action]),
    ).toEqual([
      ['An', 'broadcast_created'],
      ['admin', 'broadcast_submitted'],
      ['admin', 'broadcast_approved'],
      ['admin', 'broadcast_cancelled'],
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
    const officer = await desk.login()
    const seen = hashOf(broadcast)
    await changeBroadcast(world.options, broadcast.id, { ...DRAFT, budget_dong: 9 }, 'An', MORNING)
    await submitBroadcast(desk.database.db, broadcast.id, 'An', MORNING)
    expect(await press(officer, broadcast, 'approve', { hash: seen })).toBe('broadcast_changed')
    expect(await press(officer, broadcast, 'approve', { hash: '' })).toBe('broadcast_changed')
    expect(await statusOf(broadcast)).toBe('submitted')
  })

  it.each([
    { people: OWN_APPROVAL_LIMIT, author: 'admin', notice: 'approve' },
    { people: OWN_APPROVAL_LIMIT + 1, author: 'admin', notice: 'own_broadcast' },
    { people: OWN_APPROVAL_LIMIT + 1, author: 'An', notice: 'approve' },
  ] as const)('to $people people, written by $author: $notice', async ({ people, author, notice }) => {
    await world.people(Array.from({ length: people }, (_, number) => person(number)))
    const broadcast = await submitted(author)
    expect(await press(await desk.login(), broadcast, 'approve')).toBe(notice)
    expect(await statusOf(broadcast)).toBe(notice === 'approve' ? 'approved' : 'submitted')
  })

  it.each([
    'submit',
    'approve',
    'pause',
    'resume',
    'cancel',
  ])('are left alone by a form of another site: %s', async (deed) => {
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
