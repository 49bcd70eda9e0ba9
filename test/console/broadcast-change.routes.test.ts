import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approveBroadcast } from '../../src/broadcasts/approve.ts'
import { getBroadcastOrThrow } from '../../src/broadcasts/broadcast.store.ts'
import { type Broadcast, type Draft, draftSchema } from '../../src/broadcasts/broadcast.ts'
import { changeBroadcast, createBroadcast, submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import type { PlanDates } from '../../src/broadcasts/plan-dates.ts'
import { createWorld, MORNING, type World } from '../broadcasts/support/world.ts'
import { add } from '../classes/support/samples.ts'
import { deedsOf, hire } from '../support/hired.ts'
import { person } from '../support/samples.ts'
import { giaLai, haTinh, quyNhon, quyNhonBac } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import type { Officer } from './support/officer.ts'

const T = TEXTS.broadcasts
const DRAFT = draftSchema.parse({
  title: 'Lớp học',
  province: 'gia-lai',
  content: { template: 'lop-hoc-so', values: { ngay: '10/10/2026', gio: '19:00', noi: 'Nhà văn hóa' } },
  segment: { channels: ['zalo-oa'], attended: ['LC1'] },
  schedule: { type: 'once', at: '05/10/2026 08:00' },
})
const [binh, chi, dung] = [person(90), person(91), person(92)]

let desk: Desk
let world: World
beforeEach(async () => {
  desk = await openDesk()
  world = createWorld(desk.database.db)
  desk.clock.time = MORNING
  await hire(desk.database.db, binh, 'officer', giaLai, 'Bình')
  await hire(desk.database.db, chi, 'officer', haTinh, 'Chi')
  await hire(desk.database.db, dung, 'admin', giaLai, 'Dung')
})
afterEach(() => desk[Symbol.asyncDispose]())

async function submitted(draft: Partial<Draft> & { plan?: PlanDates } = {}): Promise<Broadcast> {
  const { id } = await createBroadcast(world.options, { ...DRAFT, ...draft }, 'An', MORNING)
  await submitBroadcast(desk.database.db, id, 'An', MORNING)
  return stored(id)
}

const stored = (id: Broadcast['id']) => getBroadcastOrThrow(desk.database.db, id)
const formPath = ({ id }: Broadcast) => `/console/broadcasts/${id}/change`

/** What the form holds as a browser would send it, with `change` typed into it. */
async function send(officer: Officer, broadcast: Broadcast, change: Record<string, string> = {}): Promise<Response> {
  const page = await (await officer.get(formPath(broadcast))).text()
  const decoded = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  const inputs = [...page.matchAll(/<input (?:type="hidden" )?name="([^"]+)" value="([^"]*)"/g)]
  const checked = [...page.matchAll(/name="(channels)" value="([^"]+)" checked/g)]
  const text = /<textarea name="text"[^>]*>([^<]*)</.exec(page)?.[1] ?? ''
  const type = /<option value="(\w+)" selected>/.exec(page)?.[1] ?? ''
  const fields = [...inputs, ...checked].map(([, name = '', value = '']) => [name, decoded(value)] as const)
  // Browsers send the ends of lines of a text so.
  const form = { ...Object.fromEntries(fields), text: decoded(text).replaceAll('\n', '\r\n'), type, ...change }
  return officer.post(formPath(broadcast), Object.entries<string>(form))
}
const noticeOf = (response: Response) =>
  new URL(response.headers.get('location') ?? 'x:', 'http://console').searchParams.get('notice')

describe('the form that changes an announcement', () => {
  it('changes what was typed and nothing else; it needs a new approval', async () => {
    const before = await submitted()
    await approveBroadcast(world.options, before.id, { by: 'Ngoài', hash: hashOf(before) }, MORNING)
    const officer = await desk.enter(binh)
    expect(await (await officer.get(`/console/broadcasts/${before.id}`)).text()).toContain(T.change.link)
    const response = await send(officer, before, { 'value.noi': 'UBND xã', at: '05/10/2026 09:00' })
    expect(noticeOf(response)).toBe('change')
    const after = await stored(before.id)
    expect(after).toEqual({
      ...before,
      status: 'draft',
      changedBy: expect.stringMatching(/^staff:/),
      content: { ...before.content, values: { ngay: '10/10/2026', gio: '19:00', noi: 'UBND xã' } },
      schedule: { type: 'once', at: '05/10/2026 09:00' },
    })
    expect(hashOf(after)).not.toBe(hashOf(before))
    expect((await deedsOf(desk.database.db, 'broadcast_changed')).join()).toContain('content, schedule')
  })

  it.each<{ name: string; change: Record<string, string>; is: object }>([
    { name: 'the title', change: { title: 'Lớp <b>mới</b>' }, is: { title: 'Lớp <b>mới</b>' } },
    {
      name: 'the text',
      change: { text: 'Mời bà con\r\nđến lớp' },
      is: { content: { template: null, text: 'Mời bà con\nđến lớp' } },
    },
    {
      name: 'whom',
      change: { communes: 'phường Diên Hồng, 23638', seen: '30' },
      is: { segment: { communes: ['23563', '23638'], seen_within_days: 30, attended: ['LC1'], channels: ['zalo-oa'] } },
    },
    {
      name: 'when',
      change: { type: 'weekly', at: '08:00', days: 'T2, cn', from: '05/10/2026', to: '10/10/2026' },
      is: { schedule: { type: 'weekly', days: ['t2', 'cn'], at: '08:00', from: '05/10/2026', to: '10/10/2026' } },
    },
  ])('changes $name', async ({ change, is }) => {
    const before = await submitted()
    expect(noticeOf(await send(await desk.enter(binh), before, change))).toBe('change')
    expect(await stored(before.id)).toMatchObject({ status: 'draft', ...is })
  })

  it.each<{ name: string; part: string | null; change: Record<string, string>; says: string }>([
    { name: 'nothing new', part: null, change: {}, says: T.change.mistakes.nothing },
    { name: 'no title', part: 'title', change: { title: ' ' }, says: T.change.mistakes.title },
    { name: 'no text', part: 'content', change: { text: '' }, says: T.change.mistakes.content },
    { name: 'a name of no commune', part: 'segment', change: { communes: 'xã Zyxw' }, says: T.change.mistakes.segment },
    {
      name: 'a day of no calendar',
      part: 'schedule',
      change: { at: '31/02/2026 08:00' },
      says: T.change.mistakes.schedule,
    },
    { name: 'a time of rest', part: 'schedule', change: { at: '05/10/2026 23:00' }, says: T.notices.quiet_hours },
    {
      name: 'a name without a value',
      part: 'content',
      change: { text: 'Chào {{ai}}' },
      says: T.notices.broadcast_content,
    },
    {
      name: 'what was meanwhile changed',
      part: null,
      change: { title: 'Khác', hash: 'x' },
      says: T.notices.broadcast_changed,
    },
  ])('refuses $name beside what was typed', async ({ part, change, says }) => {
    const before = await submitted()
    const response = await send(await desk.enter(binh), before, change)
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain(says)
    expect(/id="(\w+)-mistake"/.exec(page)?.[1] ?? null).toBe(part)
    for (const typed of Object.entries(change).flatMap(([name, value]) => (name === 'hash' ? [] : [value])))
      expect(page).toContain(typed)
    expect(await stored(before.id)).toEqual(before)
  })

  it('is no way to overwrite what somebody else changed after it was opened', async () => {
    const before = await submitted()
    const officer = await desk.enter(binh)
    const seen = hashOf(before)
    await changeBroadcast(world.options, before.id, { budget_dong: 9 }, 'An', MORNING)
    expect((await send(officer, before, { title: 'Khác', hash: seen })).status).toBe(422)
    expect((await stored(before.id)).title).toBe(DRAFT.title)
  })

  it('is nobody else’s: not of other units, nor of who shows no name; commune staff have no such page', async () => {
    const before = await submitted()
    expect((await (await desk.enter(chi)).get(formPath(before))).status).toBe(404)
    const nameless = await desk.login()
    expect(noticeOf(await nameless.get(formPath(before)))).toBe('needs_own_session')
    expect(await (await nameless.get(`/console/broadcasts/${before.id}`)).text()).not.toContain(T.change.link)
    await hire(desk.database.db, person(93), 'commune_staff', quyNhon, 'Em')
    expect((await (await desk.enter(person(93))).get(formPath(before))).status).toBe(403)
  })

  it('does not let an officer of a commune write to everybody', async () => {
    await hire(desk.database.db, person(94), 'officer', quyNhon, 'Giang')
    const before = await submitted({ segment: { communes: [quyNhon] } })
    const response = await send(await desk.enter(person(94)), before, { communes: '' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(T.notices.no_right)
    expect(await stored(before.id)).toEqual(before)
  })

  it('lets nobody write to the people of a class of another unit', async () => {
    await add(desk.database.db, { code: 'LC7', commune: quyNhon })
    await add(desk.database.db, { code: 'LC8', commune: quyNhonBac })
    await hire(desk.database.db, person(94), 'officer', quyNhon, 'Giang')
    const officer = await desk.enter(person(94))
    const before = await submitted({ segment: { communes: [quyNhon] } })
    for (const classes of ['LC8', 'LC7, LC8', 'LC999'])
      expect((await send(officer, before, { classes })).status).toBe(422)
    expect(await stored(before.id)).toEqual(before)
    expect(noticeOf(await send(officer, before, { classes: 'LC7' }))).toBe('change')
  })

  it('is left alone by a form of another site', async () => {
    const before = await submitted()
    expect((await send(await desk.enter(binh), before, { title: 'Khác', csrf: 'forged' })).status).toBe(403)
    expect(await stored(before.id)).toEqual(before)
  })
})

describe('an announcement of a plan, in the console', () => {
  const plan: PlanDates = {
    plan: 'gia-lai-2026',
    activities: ['a'],
    day: '05/10/2026',
    from: '05/10/2026',
    to: '06/10/2026',
  }
  const outside = async () => {
    const { id } = await submitted({ plan })
    return changeBroadcast(world.options, id, { schedule: { type: 'once', at: '07/10/2026 08:00' } }, 'An', MORNING)
  }
  const press = async (officer: Officer, broadcast: Broadcast, deed: string, fields: Record<string, string> = {}) => {
    const page = await (await officer.get(`/console/broadcasts/${broadcast.id}`)).text()
    const hidden = [...page.matchAll(/name="(csrf|hash)" value="([^"]+)"/g)].map(([, name, value]) => [name, value])
    const form = Object.entries<string>({ ...Object.fromEntries(hidden), ...fields })
    return noticeOf(await officer.post(`/console/broadcasts/${broadcast.id}/${deed}`, form))
  }

  it('shows its dates, and says them to who would send it outside', async () => {
    const broadcast = await outside()
    const officer = await desk.enter(binh)
    expect(await press(officer, broadcast, 'submit')).toBe('outside_plan')
    const page = await (await officer.get(`/console/broadcasts/${broadcast.id}?notice=outside_plan`)).text()
    expect(page).toContain('Theo kế hoạch gia-lai-2026: chỉ gửi từ 05/10/2026 đến 06/10/2026')
    expect(page).toContain('ngoài các ngày của kế hoạch (05/10/2026 đến 06/10/2026). Sửa giờ gửi')
  })

  it('goes outside its dates by the word of an admin of the staff alone', async () => {
    const broadcast = await outside()
    const word = { outside_plan: 'yes' }
    expect(await press(await desk.enter(binh), broadcast, 'submit', word)).toBe('not_admin')
    expect(await press(await desk.login(), broadcast, 'submit', word)).toBe('needs_own_session')
    expect((await stored(broadcast.id)).status).toBe('draft')
    const admin = await desk.enter(dung)
    expect(await press(admin, broadcast, 'submit', word)).toBe('submit')
    const page = await (await admin.get(`/console/broadcasts/${broadcast.id}`)).text()
    expect(page).toContain('được gửi ngoài các ngày đó, theo Dung')
    expect(await press(await desk.enter(binh), broadcast, 'approve')).toBe('approve')
    expect(await deedsOf(desk.database.db, 'broadcast_let')).toEqual([
      'broadcast_let_outside_plan gia-lai-2026 05/10/2026–06/10/2026, first outside 07/10/2026',
    ])
  })
})
