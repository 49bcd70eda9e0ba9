import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { markLoggedOut, readAccount } from '../../src/channels/zalo-personal/account.store.ts'
import { listGroups } from '../../src/channels/zalo-personal/group.store.ts'
import { readGroupRules } from '../../src/channels/zalo-personal/rules.ts'
import { createZaloGroups, type ZaloGroups } from '../../src/channels/zalo-personal/zalo-groups.ts'
import { createLocalLocks } from '../../src/jobs/local-locks.ts'
import { createFakeZaloGroups, type FakeZaloGroups } from '../../src/sandbox/zalo-groups.ts'
import { noLog, provinces, rules } from '../broadcasts/support/world.ts'
import { sealer } from '../support/samples.ts'
import { desk as support } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import type { Officer } from './support/officer.ts'

const COMMUNE = support.units.within('gia-lai' as never).find((unit) => support.units.isCommune(unit)) ?? ''
const t = TEXTS.groups

let desk: Desk
let fake: FakeZaloGroups
let zalo: ZaloGroups
let officer: Officer

beforeEach(async () => {
  desk = await openDesk()
  fake = createFakeZaloGroups()
  zalo = createZaloGroups({
    db: desk.database.db,
    sealer,
    locks: createLocalLocks(),
    clock: desk.clock,
    chance: () => 0,
    log: noLog,
    rules: readGroupRules('.'),
    sendingRules: rules,
    provinces,
    units: support.units,
    transport: fake,
  })
  officer = await desk.login(await desk.start({ groups: { zalo, postsPerDay: 30 } }))
})
afterEach(async () => {
  await zalo.stop()
  await desk[Symbol.asyncDispose]()
})

async function act(deed: string, form: [string, string][] = []): Promise<string | null> {
  const csrf = await officer.csrf('/console/groups')
  const response = await officer.post(`/console/groups/${deed}`, [['csrf', csrf], ...form])
  return response.headers.get('location')
}
const page = async () => (await officer.get('/console/groups')).text()
const account = () => readAccount(desk.database.db, sealer, desk.clock.time)
async function logIn(): Promise<void> {
  await act('login', [['understood', 'yes']])
  await expect.poll(async () => (await account()).login?.step).toBe('code')
  fake.scan()
  await zalo.loggedIn()
}

describe('the page of Zalo groups', () => {
  it('does not exist where the channel is off', async () => {
    const other = await desk.login(await desk.start())
    expect((await other.get('/console/groups')).status).toBe(404)
    expect(await (await other.get('/console')).text()).not.toContain('/console/groups')
  })

  it('warns that the way is not official, whatever the state', async () => {
    expect(await page()).toContain(t.warning)
    await logIn()
    expect(await page()).toContain(t.warning)
  })

  it('begins no login unless the risk was understood', async () => {
    expect(await act('login')).toBe('/console/groups?notice=not_understood')
    expect((await account()).login).toBeNull()
  })

  it('shows the QR code, tells that it was scanned, and then the groups', async () => {
    expect(await act('login', [['understood', 'yes']])).toBe('/console/groups?notice=login')
    await expect.poll(page).toContain('src="data:image/png;base64,iVBORw0')
    expect(await (await officer.get('/console/groups/login')).text()).toContain(t.code)
    fake.scan()
    await zalo.loggedIn()
    expect((await officer.get('/console/groups/login')).headers.get('hx-refresh')).toBe('true')
    expect(await page()).toContain('Thôn Tân Lập')
    expect(await page()).toContain(t.posting_off)
  })

  it.each([
    { reason: 'declined', act: () => fake.scan('no'), says: t.failed.declined },
    { reason: 'expired', act: () => fake.expireCode(), says: t.failed.expired },
  ])('says when a login was $reason', async ({ act: answer, says }) => {
    await act('login', [['understood', 'yes']])
    await expect.poll(async () => (await account()).login?.step).toBe('code')
    answer()
    await zalo.loggedIn()
    expect(await page()).toContain(says)
  })

  it('says when the account is logged out, why, and what to do', async () => {
    await logIn()
    await markLoggedOut(desk.database.db, (await account()).loginNumber, 'taken_over')
    expect(await page()).toContain(`${t.states.logged_out} ${t.reasons.taken_over}`)
  })

  it('lets posting begin and end, gives groups to communes and forgets the session; all of it is written down', async () => {
    await logIn()
    expect(await act('posting', [['on', 'yes']])).toBe('/console/groups?notice=on')
    expect(await account()).toMatchObject({ posting: true })
    expect(await act('g1/commune', [['commune', `${COMMUNE} xã nào đó`]])).toBe('/console/groups?notice=assigned')
    expect((await listGroups(desk.database.db, sealer)).find(({ id }) => id === 'g1')?.commune).toBe(COMMUNE)
    expect(await act('g1/commune', [['commune', '']])).toBe('/console/groups?notice=assigned')
    expect(await act('refresh')).toBe('/console/groups?notice=listed')
    expect(await act('posting', [['on', 'no']])).toBe('/console/groups?notice=off')
    expect(await act('forget')).toBe('/console/groups?notice=forgotten')
    expect(await account()).toMatchObject({ status: 'none' })
    expect((await desk.deeds()).filter((deed) => deed.startsWith('group'))).toEqual([
      'groups_login_started zalo-groups',
      'groups_posting_on zalo-groups',
      'group_assigned zalo-group:g1',
      'group_assigned zalo-group:g1',
      'groups_listed zalo-groups',
      'groups_posting_off zalo-groups',
      'groups_forgotten zalo-groups',
    ])
  })

  it.each([
    { deed: 'g9/commune', form: [['commune', COMMUNE]], notice: 'no_group' },
    { deed: 'refresh', form: [], notice: 'not_listed' },
  ] as const)('refuses what cannot be: $notice', async ({ deed, form, notice }) => {
    if (notice !== 'not_listed') await logIn()
    expect(await act(deed, form as never)).toBe(`/console/groups?notice=${notice}`)
  })

  it('says beside the field that there is no such commune, and keeps what was typed', async () => {
    await logIn()
    const csrf = await officer.csrf('/console/groups')
    const response = await officer.post('/console/groups/g1/commune', [
      ['csrf', csrf],
      ['commune', 'xã Chư Xê'],
    ])
    const shown = await response.text()
    expect([response.status, shown.includes(t.notices.no_commune)]).toEqual([422, true])
    expect(shown).toMatch(/value="xã Chư Xê"[^>]* aria-invalid="true" aria-describedby="commune-mistake"/)
  })

  it.each(['login', 'posting', 'forget', 'refresh', 'g1/commune'])('takes no forms of others: %s', async (deed) => {
    const form: [string, string][] = [['understood', 'yes']]
    expect((await officer.post(`/console/groups/${deed}`, form)).status).toBe(403)
  })

  it('escapes the names of groups', async () => {
    fake.groups = [{ id: 'g1', name: '<script>x</script>', members: 2 }]
    await logIn()
    expect(await page()).toContain('&lt;script&gt;x&lt;/script&gt;')
  })
})
