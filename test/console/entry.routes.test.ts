import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONSOLE_LINK_LASTS_MS } from '../../src/actions/console/console-desk.ts'
import type { StaffId } from '../../src/staff/member.ts'
import { allowPageLink, drawPageToken } from '../../src/staff/page-link.store.ts'
import { removeStaff } from '../../src/staff/staff.store.ts'
import { askForConsole, consolePathFor } from '../support/console-desk.ts'
import { hire } from '../support/hired.ts'
import { person } from '../support/samples.ts'
import { giaLai, haTinh, quyNhon } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import { Officer } from './support/officer.ts'

const LAN = person(90)

let desk: Desk
let url: string
let lan: StaffId
beforeEach(async () => {
  desk = await openDesk()
  url = await desk.start()
  lan = await hire(desk.database.db, LAN, 'officer', giaLai)
})
afterEach(() => desk[Symbol.asyncDispose]())

const link = () => consolePathFor(desk.database.db, LAN, desk.clock.time)
const remove = () =>
  desk.database.db.transaction().execute((trx) => removeStaff(trx, { id: lan, now: desk.clock.time, by: 'operator' }))
const isIn = async (officer: Officer) => (await officer.get('/console/requests')).status === 200

describe('the link into the console', () => {
  it.each([
    'đăng nhập',
    'dang nhap',
    'Đăng nhập ạ!',
    'mở trang quản trị',
    'mo trang quan tri',
    'cho em vào trang quản trị với',
    'trang quản trị',
    'đăng nhập console',
  ])('is given to staff who type "%s"', async (words) => {
    const said = await askForConsole(desk.database.db, LAN, words, desk.clock.time)
    expect(said).toContain('https://gan-dan.example/console/vao/')
    expect(said).toContain('chị Lan')
  })

  it.each([
    'đăng nhập vneid',
    'không đăng nhập được dịch vụ công',
    'quên mật khẩu đăng nhập',
    'trang',
  ])('is not what "%s" asks for', async (words) => {
    expect(await askForConsole(desk.database.db, LAN, words, desk.clock.time)).toBeNull()
  })

  it('is given to nobody else', async () => {
    expect(await askForConsole(desk.database.db, person(1), 'đăng nhập', desk.clock.time)).toBeNull()
    await remove()
    expect(await askForConsole(desk.database.db, LAN, 'đăng nhập', desk.clock.time)).toBeNull()
    expect(await desk.database.db.selectFrom('staff_page_links').selectAll().execute()).toEqual([])
  })

  it('lets them in once by its button, however often a platform has opened it', async () => {
    const path = await link()
    const officer = new Officer(url)
    for (const _ of [1, 2, 3]) {
      const preview = await officer.get(path)
      expect(preview.status).toBe(200)
      const page = await preview.text()
      expect(page).toContain(TEXTS.entry.submit)
      expect(page).not.toContain('chị Lan')
      expect(preview.headers.get('cache-control')).toBe('no-store')
      expect(preview.headers.getSetCookie()).toEqual([])
    }
    expect(await isIn(officer)).toBe(false)
    const entered = await officer.post(path, [])
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/console'])
    expect(entered.headers.getSetCookie()[0]).toMatch(/Path=\/console;.*HttpOnly; SameSite=Strict$/)
    expect(await isIn(officer)).toBe(true)
    const second = new Officer(url)
    for (const response of [await second.get(path), await second.post(path, [])]) {
      expect(response.status).toBe(410)
      expect(await response.text()).toContain(TEXTS.link_gone.heading)
    }
    expect(await isIn(second)).toBe(false)
    const log = await desk.database.db.selectFrom('audit_log').selectAll().where('actor', '=', `staff:${lan}`).execute()
    expect(log.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      `staff_linked staff:${lan}`,
      `console_link_made staff:${lan}`,
      'login console',
    ])
  })

  it('lets one of two in who press at the same moment', async () => {
    const path = await link()
    const statuses = await Promise.all([1, 2].map(async () => (await new Officer(url).post(path, [])).status))
    expect(statuses.sort()).toEqual([303, 410])
  })

  it('works for ten minutes', async () => {
    const path = await link()
    desk.clock.time += CONSOLE_LINK_LASTS_MS - 1
    expect((await new Officer(url).get(path)).status).toBe(200)
    desk.clock.time += 1
    expect((await new Officer(url).get(path)).status).toBe(410)
    expect((await new Officer(url).post(path, [])).status).toBe(410)
  })

  it.each(['x', drawPageToken(), '%00', 'a'.repeat(4000)])('is none that was made up', async (token) => {
    expect((await new Officer(url).get(`/console/vao/${token}`)).status).toBe(410)
    expect((await new Officer(url).post(`/console/vao/${token}`, [])).status).toBe(410)
  })

  it('is none that was made for the list of a class', async () => {
    const token = drawPageToken()
    const expiresAt = desk.clock.time + 60_000
    await allowPageLink(desk.database.db, token, { purpose: 'class_list', about: 'c1', staff: lan, expiresAt })
    expect((await new Officer(url).get(`/console/vao/${token}`)).status).toBe(410)
    expect((await new Officer(url).post(`/console/vao/${token}`, [])).status).toBe(410)
  })

  it('is used by no other site', async () => {
    const path = await link()
    const response = await new Officer(url).post(path, [], { 'Sec-Fetch-Site': 'cross-site' })
    expect([response.status, response.headers.getSetCookie()]).toEqual([403, []])
    expect((await new Officer(url).post(path, [])).status).toBe(303)
  })

  it('lets nobody in who left meanwhile, which is written down', async () => {
    const path = await link()
    await remove()
    const response = await new Officer(url).post(path, [])
    expect([response.status, response.headers.getSetCookie()]).toEqual([410, []])
    expect((await desk.deeds()).at(-1)).toBe('login_failed console')
  })

  it('is stored as a hash alone', async () => {
    const token = (await link()).split('/').at(-1)
    const rows = await desk.database.db.selectFrom('staff_page_links').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('the session of a member of staff', () => {
  it('is over with the next request after they were removed, for pages and deeds', async () => {
    const officer = await desk.enter(LAN, url)
    const csrf = await officer.csrf('/console/requests')
    await remove()
    const page = await officer.get('/console/requests')
    const deed = await officer.post('/console/learning/dismiss', [['csrf', csrf]])
    expect([page.status, page.headers.get('location')]).toEqual([303, '/console/login?ended=yes'])
    expect([deed.status, (await deed.text()).includes(TEXTS.session_over.text)]).toEqual([401, true])
  })

  it.each([
    { change: { role: 'commune_staff', unit: quyNhon } },
    { change: { unit: haTinh } },
  ] as const)('is over once they have other rights: $change', async ({ change }) => {
    const officer = await desk.enter(LAN, url)
    await desk.database.db.updateTable('staff').set(change).where('id', '=', lan).execute()
    expect((await officer.get('/console/requests')).headers.get('location')).toBe('/console/login?ended=yes')
    expect(await isIn(await desk.enter(LAN, url))).toBe(true)
  })

  it('is not to be had by forging its cookie', async () => {
    const other = await hire(desk.database.db, person(91), 'admin', haTinh, 'Chi')
    const officer = await desk.enter(LAN, url)
    const { cookie } = officer
    for (const [from, to] of [
      [lan, other],
      ['.staff.', '.admin.'],
      ['officer', 'admin'],
      [giaLai, haTinh],
    ] as const) {
      officer.cookie = cookie.replace(from, to)
      expect(officer.cookie).not.toBe(cookie)
      expect(await isIn(officer)).toBe(false)
    }
  })

  it('ends for good at logout, also for a copy of the cookie', async () => {
    const officer = await desk.enter(LAN, url)
    const copy = officer.cookie
    await officer.post('/console/logout', [['csrf', await officer.csrf('/console/requests')]])
    officer.cookie = copy
    expect(await isIn(officer)).toBe(false)
    const [last] = await desk.database.db.selectFrom('audit_log').selectAll().orderBy('id', 'desc').limit(1).execute()
    expect(last).toMatchObject({ actor: `staff:${lan}`, action: 'logout', subject: 'console' })
  })

  it('ends twelve hours after it began, in use or not, as the admin’s does', async () => {
    const officer = await desk.enter(LAN, url)
    desk.clock.time += 12 * 3_600_000 - 1
    expect(await isIn(officer)).toBe(true)
    desk.clock.time += 1
    expect(await isIn(officer)).toBe(false)
  })
})
