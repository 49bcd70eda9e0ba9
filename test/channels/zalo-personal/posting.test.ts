import { beforeEach, expect, it } from 'vitest'
import type { Draft } from '../../../src/broadcasts/broadcast.ts'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../../src/broadcasts/control.ts'
import { readAccount, switchPosting } from '../../../src/channels/zalo-personal/account.store.ts'
import { assignGroup, listGroups } from '../../../src/channels/zalo-personal/group.store.ts'
import { claimPost, countPostsSince } from '../../../src/channels/zalo-personal/post.store.ts'
import { readGroupRules } from '../../../src/channels/zalo-personal/rules.ts'
import { createZaloGroups, type ZaloGroups } from '../../../src/channels/zalo-personal/zalo-groups.ts'
import { createLocalLocks } from '../../../src/jobs/local-locks.ts'
import { createFakeZaloGroups, type FakeZaloGroups } from '../../../src/sandbox/zalo-groups.ts'
import {
  createWorld,
  HOUR,
  MINUTE,
  MORNING,
  noLog,
  provinces,
  rules,
  type World,
} from '../../broadcasts/support/world.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { sealer } from '../../support/samples.ts'

const groupRules = readGroupRules('.')
const EIGHT = MORNING + HOUR
/** As far apart as two posts may ever be. */
const APART = 3 * MINUTE
const TEXT = 'Bà con tới nhà văn hóa lúc {{date}}'
const COMMUNES = ['23563', '23575']
const DRAFT: Partial<Draft> = {
  content: { text: TEXT, buttons: [], values: {} },
  segment: { groups: true },
  schedule: { type: 'once', at: '05/10/2026 08:00' },
} as Partial<Draft>

describeOnBothEngines('posts into Zalo groups', (context) => {
  let fake: FakeZaloGroups
  let world: World
  let groups: ZaloGroups
  let errors: string[]

  const process = (transport: FakeZaloGroups = fake, locks = createLocalLocks()) =>
    createZaloGroups({
      db: context.db,
      sealer,
      locks,
      transport,
      clock: { now: world.now },
      chance: () => 0.5,
      log: { ...noLog, error: (_fields, message) => errors.push(message) },
      rules: groupRules,
      sendingRules: rules,
      provinces,
      units: { within: (unit) => (unit === 'gia-lai' ? ([unit, ...COMMUNES] as never) : [unit]) },
    })

  /** One minute of the system: the announcements, then the groups. */
  async function minute(at: number): Promise<void> {
    await world.tick(at)
    groups.look()
    await groups.looked()
  }
  async function minutes(number: number, from = world.now()): Promise<void> {
    for (let n = 0; n < number; n++) await minute(from + n * APART)
  }
  async function logIn(): Promise<void> {
    await groups.startLogin()
    await expect.poll(async () => (await account()).login?.step).toBe('code')
    fake.scan()
    await groups.loggedIn()
  }
  const account = () => readAccount(context.db, sealer, world.now())
  const counts = () => countPostsSince(context.db, 0)
  const inGroups = () => fake.posts.map(({ group }) => group)

  beforeEach(async () => {
    errors = []
    fake = createFakeZaloGroups()
    world = createWorld(context.db)
    Object.assign(world.runner, {
      stillPosting: (...of: Parameters<ZaloGroups['isStillPosting']>) => groups.isStillPosting(...of),
    })
    groups = process()
    await logIn()
    await switchPosting(context.db, true)
    for (const [group, commune] of [
      ['g1', COMMUNES[0]],
      ['g2', COMMUNES[1]],
      ['g3', COMMUNES[0]],
    ] as const)
      await assignGroup(context.db, group, commune ?? null)
  })

  it('go to each group once, with what concerns groups alone under the text; then the announcement is done', async () => {
    const { id } = await world.approved(DRAFT)
    await minutes(6, EIGHT)
    expect(inGroups()).toEqual(['g1', 'g2', 'g3'])
    expect(fake.posts[0]?.text).toMatch(/^Bà con tới nhà văn hóa lúc 05\/10\/2026\n\n.*OTP/)
    expect((await world.show(id)).status).toBe('done')
    expect(await counts()).toEqual({ posting: 0, posted: 3, failed: 0, unknown: 0 })
    expect(fake.openLines).toBe(0)
  })

  it.each([
    { name: 'not meant for groups', draft: { segment: {} }, posted: [] },
    { name: 'a training', draft: { training: true }, posted: [] },
    { name: 'for one commune', draft: { segment: { groups: true, communes: ['23575'] } }, posted: ['g2'] },
    { name: 'for a commune elsewhere', draft: { segment: { groups: true, communes: ['99999'] } }, posted: [] },
  ] as const)('go where the announcement is for: $name', async ({ draft, posted }) => {
    await world.approved({ ...DRAFT, ...(draft as Partial<Draft>) })
    await minutes(5, EIGHT)
    expect(inGroups()).toEqual(posted)
  })

  it('go into no group that has no commune, or that the account left', async () => {
    await assignGroup(context.db, 'g1', null)
    fake.groups = fake.groups.filter(({ id }) => id !== 'g2')
    await groups.refreshGroups()
    expect((await listGroups(context.db, sealer)).map(({ id }) => id)).toEqual(['g3', 'g1'])
    await world.approved(DRAFT)
    await minutes(5, EIGHT)
    expect(inGroups()).toEqual(['g3'])
  })

  it('keep their distance, however often somebody looks', async () => {
    await world.approved(DRAFT)
    for (let at = EIGHT; at < EIGHT + 4 * MINUTE; at += 15_000) await minute(at)
    // With a chance of one half, 105 s apart: at 0:00, 1:45 and 3:30.
    expect(inGroups()).toHaveLength(3)
    for (let at = EIGHT; at < EIGHT + MINUTE; at += 15_000) await minute(at)
    expect(inGroups()).toHaveLength(3)
  })

  it('end for the day at its number, and the announcement waits for none of the rest', async () => {
    fake.groups = Array.from({ length: groupRules.pace.posts_per_day + 2 }, (_, n) => ({
      id: `n${n}`,
      name: `Tổ ${n}`,
      members: 5,
    }))
    await groups.refreshGroups()
    for (const { id } of fake.groups) await assignGroup(context.db, id, COMMUNES[0] ?? null)
    const { id } = await world.approved(DRAFT)
    await minutes(groupRules.pace.posts_per_day + 3, EIGHT)
    expect(fake.posts).toHaveLength(groupRules.pace.posts_per_day)
    expect((await world.show(id)).status).toBe('done')
  })

  it('wait while the announcement is paused, go on afterwards, and end when it is cancelled', async () => {
    const { id } = await world.approved(DRAFT)
    await minutes(1, EIGHT)
    await pauseBroadcast(context.db, id, { actor: 'Bình', now: world.now() })
    await minutes(3, EIGHT + APART)
    expect(inGroups()).toEqual(['g1'])
    await resumeBroadcast({ db: context.db, rules }, id, { actor: 'Bình', now: world.now() })
    await minutes(1, EIGHT + 5 * APART)
    expect(inGroups()).toEqual(['g1', 'g2'])
    await cancelBroadcast(context.db, id, { actor: 'Bình', now: world.now() })
    await minutes(3, EIGHT + 6 * APART)
    expect(inGroups()).toEqual(['g1', 'g2'])
  })

  it('are not begun when the announcement is paused between the look and the attempt', async () => {
    const { id } = await world.approved(DRAFT)
    await world.tick(EIGHT)
    const [run] = await world.runs(id)
    await pauseBroadcast(context.db, id, { actor: 'Bình', now: EIGHT })
    const claim = { run: run?.id ?? 0, group: 'g1', login: (await account()).loginNumber, now: EIGHT, nextAt: EIGHT }
    expect(await claimPost(context.db, claim)).toBe(false)
  })

  it.each([
    'told by Zalo',
    'found out by posting',
  ])('stop when the account is logged out in the middle, %s', async (how) => {
    await world.approved(DRAFT)
    await minutes(1, EIGHT)
    fake.endSession(...(how === 'told by Zalo' ? [] : (['silently'] as const)))
    await minutes(4, EIGHT + APART)
    expect(inGroups()).toEqual(['g1'])
    expect(await account()).toMatchObject({
      status: 'logged_out',
      reason: how === 'told by Zalo' ? 'taken_over' : 'expired',
    })
    expect(errors.filter((message) => message.includes('log in by QR'))).toHaveLength(1)
    // Logged in again, it goes on with what was not posted.
    await logIn()
    await minutes(4, EIGHT + 6 * APART)
    expect(inGroups()).toEqual(['g1', 'g2', 'g3'])
  })

  it('are posted once by two processes that look at the same time', async () => {
    const locks = createLocalLocks()
    const [one, other] = [process(fake, locks), process(fake, createLocalLocks())]
    await world.approved(DRAFT)
    for (let n = 0; n < 6; n++) {
      await world.tick(EIGHT + n * APART)
      one.look()
      other.look()
      await Promise.all([one.looked(), other.looked()])
    }
    expect(inGroups()).toEqual(['g1', 'g2', 'g3'])
  })

  it('are posted once when a post is slow and further looks come', async () => {
    await world.approved(DRAFT)
    await world.tick(EIGHT)
    const release = fake.slowDown()
    groups.look()
    for (let n = 1; n < 4; n++) {
      await world.tick(EIGHT + n * APART)
      groups.look()
    }
    release()
    await groups.looked()
    expect(inGroups()).toEqual(['g1'])
  })

  it('become unknown after a crash and are not repeated', async () => {
    const { id } = await world.approved(DRAFT)
    await world.tick(EIGHT)
    const [run] = await world.runs(id)
    const { loginNumber } = await account()
    const claim = { run: run?.id ?? 0, group: 'g1', login: loginNumber, now: EIGHT, nextAt: EIGHT + MINUTE }
    expect(await claimPost(context.db, claim)).toBe(true)
    expect(await claimPost(context.db, { ...claim, now: EIGHT + HOUR })).toBe(false)
    await minutes(6, EIGHT + APART)
    expect(inGroups()).toEqual(['g2', 'g3'])
    expect(await counts()).toMatchObject({ posted: 2, unknown: 1 })
  })

  it.each([
    { trouble: 'refuse', posted: ['g2', 'g3'], ends: { posted: 2, failed: 1 } },
    { trouble: 'break', posted: ['g1', 'g2', 'g3'], ends: { posted: 2, unknown: 1 } },
    { trouble: 'down', posted: ['g1', 'g2', 'g3'], ends: { posted: 3 } },
  ] as const)('are never repeated where they may have come through: $trouble', async ({ trouble, posted, ends }) => {
    await world.approved(DRAFT)
    fake.trouble(trouble)
    await minutes(8, EIGHT)
    expect(inGroups()).toEqual(posted)
    expect(await counts()).toMatchObject(ends)
  })

  it('stop by themselves when all goes wrong, until an officer lets them go on', async () => {
    fake.groups = [...fake.groups, { id: 'g4', name: 'Thôn 4', members: 9 }]
    await groups.refreshGroups()
    await assignGroup(context.db, 'g4', COMMUNES[0] ?? null)
    await world.approved(DRAFT)
    fake.trouble('refuse', 'refuse', 'refuse')
    await minutes(6, EIGHT)
    expect(fake.posts).toEqual([])
    expect(await account()).toMatchObject({ posting: false, reason: 'failures' })
    expect((await counts()).failed).toBe(3)
  })

  it('wait for a Zalo that is not reached', async () => {
    fake.setDown(true)
    await world.approved(DRAFT)
    await minutes(3, EIGHT)
    expect(await account()).toMatchObject({ status: 'ready' })
    fake.setDown(false)
    await minutes(6, EIGHT + 4 * APART)
    expect(inGroups()).toEqual(['g1', 'g2', 'g3'])
  })

  it('go on after the line broke, with the session that is stored', async () => {
    await world.approved(DRAFT)
    await minutes(1, EIGHT)
    const { logins } = fake
    fake.breakLine()
    await minutes(1, EIGHT + APART)
    expect(fake.logins).toBe(logins + 1)
    expect(inGroups()).toEqual(['g1', 'g2'])
  })

  it('are not made before an officer lets the account post', async () => {
    await switchPosting(context.db, false)
    const { id } = await world.approved(DRAFT)
    await minutes(3, EIGHT)
    expect(fake.posts).toEqual([])
    expect((await world.show(id)).status).toBe('done')
  })

  it('keep session, code and names of groups encrypted', async () => {
    await groups.startLogin()
    await expect.poll(async () => (await account()).login?.step).toBe('code')
    const row = await context.db.selectFrom('zalo_group_account').selectAll().executeTakeFirstOrThrow()
    const stored = await context.db.selectFrom('zalo_groups').selectAll().execute()
    const bytes = JSON.stringify([row, stored].flat(), (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    )
    for (const secret of ['zpw_sek', 'fake-imei', 'iVBORw0', 'dân phố']) expect(bytes).not.toContain(secret)
    await groups.stop()
  })

  it.each([
    { name: 'declined', act: () => fake.scan('no'), reason: 'declined' },
    { name: 'not scanned in time', act: () => fake.expireCode(), reason: 'expired' },
  ])('wait for another login when one was $name; the session there was stays', async ({ act, reason }) => {
    await groups.startLogin()
    await expect.poll(async () => (await account()).login?.step).toBe('code')
    act()
    await groups.loggedIn()
    expect(await account()).toMatchObject({ status: 'ready', login: { step: 'failed', reason } })
  })

  it('are over when the session is forgotten; groups keep their communes', async () => {
    await groups.forget()
    expect(await account()).toMatchObject({ status: 'none', posting: false, login: null })
    await logIn()
    expect((await listGroups(context.db, sealer)).map(({ commune }) => commune)).toEqual([
      COMMUNES[0],
      COMMUNES[0],
      COMMUNES[1],
    ])
  })
})
