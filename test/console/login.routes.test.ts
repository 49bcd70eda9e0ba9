import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN_PASSWORD_SETTING, createAdminPassword } from '../../src/console/admin-password.ts'
import { vietnamTime } from '../../src/core/clock.ts'
import { HOUR_MS } from '../../src/core/durations.ts'
import { fill } from '../../src/core/fill.ts'
import { putSetting } from '../../src/db/settings.store.ts'
import { NOW } from '../support/samples.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import { Officer, PASSWORD } from './support/officer.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk[Symbol.asyncDispose]())

describe('logging in to the console', () => {
  it.each(['', '/sent', '/failures', '/requests'])('is needed for /console%s', async (path) => {
    const response = await new Officer(await desk.start()).get(`/console${path}`)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console/login'])
  })

  it('gives a new session that scripts and other sites do not get, and is written down', async () => {
    const officer = new Officer(await desk.start())
    await officer.get('/console/login')
    const guest = officer.cookie
    const response = await officer.login()
    expect(response.headers.getSetCookie()[0]).toMatch(/Path=\/console;.*HttpOnly; SameSite=Strict$/)
    expect(officer.cookie.split('.')[0]).not.toBe(guest.split('.')[0])
    expect((await officer.get('/console')).status).toBe(200)
    expect(await desk.deeds()).toEqual(['login console'])
  })

  it('takes the password of the settings before the stored one', async () => {
    const officer = new Officer(await desk.start({ adminPassword: 'mật khẩu đặt khi khởi động' }))
    expect((await officer.login()).status).toBe(401)
    expect((await officer.login('mật khẩu đặt khi khởi động')).status).toBe(303)
  })

  it('keeps the cookie to https where the console is reached that way', async () => {
    const officer = new Officer(await desk.start({ publicUrl: 'https://gan-dan.gialai.gov.vn' }))
    const response = await officer.get('/console/login')
    expect(response.headers.getSetCookie()[0]).toContain('Secure')
  })

  it('fails with a wrong password, which is written down', async () => {
    const officer = new Officer(await desk.start())
    const response = await officer.login('sai')
    expect(response.status).toBe(401)
    expect(await response.text()).toContain(TEXTS.login.wrong)
    expect((await officer.get('/console')).status).toBe(303)
    expect(await desk.deeds()).toEqual(['login_failed console'])
  })

  it('is closed for a quarter of an hour after five failures, also to the right password', async () => {
    const officer = new Officer(await desk.start())
    const tries = await Promise.all(Array.from({ length: 8 }, () => officer.login('sai')))
    expect(tries.map((response) => response.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    expect((await officer.login()).status).toBe(429)
    desk.clock.time += 15 * 60_000
    expect((await officer.login()).status).toBe(303)
  })

  it.each([
    { name: 'without a token', csrf: null, headers: {} },
    { name: 'with a token that was made up', csrf: 'abc.def', headers: {} },
    { name: 'from another site', csrf: 'own', headers: { 'Sec-Fetch-Site': 'cross-site' } },
  ])('is refused $name', async ({ csrf, headers }) => {
    const officer = new Officer(await desk.start())
    const own = await officer.csrf()
    const response = await officer.post(
      '/console/login',
      [['password', PASSWORD], ...(csrf === null ? [] : [['csrf', csrf === 'own' ? own : csrf] as [string, string]])],
      headers,
    )
    expect(response.status).toBe(403)
    expect((await officer.get('/console')).status).toBe(303)
  })

  it('ends twelve hours after it began, also in use, which is announced and said politely', async () => {
    const officer = await desk.login()
    expect(await (await officer.get('/console')).text()).toContain(
      fill(TEXTS.who.until, { time: vietnamTime(NOW + 12 * HOUR_MS) }),
    )
    for (let hour = 1; hour < 12; hour++) {
      desk.clock.time += HOUR_MS
      expect((await officer.get('/console')).status).toBe(200)
    }
    desk.clock.time += HOUR_MS
    const response = await officer.get('/console')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console/login?ended=yes'])
    expect((await officer.get('/console', { 'HX-Request': 'true' })).headers.get('hx-redirect')).toBe(
      '/console/login?ended=yes',
    )
    const login = await (await officer.get('/console/login?ended=yes')).text()
    expect(login).toContain(TEXTS.login.session_over)
    expect((await officer.login()).status).toBe(303)
  })

  it('that has ended does nothing any more, and gives back what was written', async () => {
    const officer = await desk.login()
    const csrf = await officer.csrf('/console/requests')
    desk.clock.time += 12 * HOUR_MS
    const form: [string, string][] = [
      ['csrf', csrf],
      ['text', 'Bác mang <giấy> ra xã'],
    ]
    const response = await officer.post('/console/requests/none/reply', form)
    const page = await response.text()
    expect(response.status).toBe(401)
    expect([page.includes(TEXTS.session_over.text), page.includes('Bác mang &lt;giấy&gt; ra xã')]).toEqual([true, true])
    const foreign = await officer.post('/console/requests/none/reply', form, { 'Sec-Fetch-Site': 'cross-site' })
    expect(await foreign.text()).not.toContain('Bác mang')
  })

  it('of another tab refuses the forms of the one before, and gives back what was written', async () => {
    const officer = await desk.login()
    const form: [string, string][] = [
      ['csrf', await officer.csrf('/console/requests')],
      ['text', 'Bác mang giấy ra xã'],
    ]
    officer.cookie = ''
    await officer.login()
    const response = await officer.post('/console/requests/none/reply', form)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Bác mang giấy ra xã')
    const foreign = await officer.post('/console/requests/none/reply', form, { 'Sec-Fetch-Site': 'cross-site' })
    expect(await foreign.text()).not.toContain('Bác mang giấy ra xã')
  })

  it('ends for good at logout, also for a copy of the cookie', async () => {
    const officer = await desk.login()
    const copy = officer.cookie
    await officer.post('/console/logout', [['csrf', await officer.csrf('/console')]])
    officer.cookie = copy
    expect((await officer.get('/console')).status).toBe(303)
    expect(await desk.deeds()).toEqual(['login console', 'logout console'])
  })

  it('ends with the password that it was begun with', async () => {
    const officer = await desk.login()
    expect((await officer.get('/console')).status).toBe(200)
    await putSetting(desk.database.db, ADMIN_PASSWORD_SETTING, 'scrypt$of another password')
    expect((await officer.get('/console')).status).toBe(303)
    expect((await officer.post('/console/failures/resend', [['csrf', 'x']])).status).toBe(303)
  })

  it('knows passwords of the settings from each other, in every process alike', async () => {
    const key = Buffer.alloc(32, 3)
    const markOf = (given: string) => createAdminPassword(desk.database.db, given, key).mark()
    const [mark, again, other] = await Promise.all(['mật khẩu đã lộ', 'mật khẩu đã lộ', 'mật khẩu mới'].map(markOf))
    expect(again).toBe(mark)
    expect(other).not.toBe(mark)
  })

  it('is not to be had by making a guest an admin', async () => {
    const officer = new Officer(await desk.start())
    await officer.get('/console/login')
    officer.cookie = officer.cookie.replace('guest', 'admin')
    expect((await officer.get('/console')).status).toBe(303)
  })

  it('is asked for by htmx with the whole page', async () => {
    const response = await new Officer(await desk.start()).get('/console', { 'HX-Request': 'true' })
    expect([response.status, response.headers.get('hx-redirect')]).toEqual([204, '/console/login'])
  })
})
