import { expect, it } from 'vitest'
import { approveBroadcast } from '../../src/broadcasts/approve.ts'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../src/broadcasts/control.ts'
import { changeBroadcast, submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import { startDueRuns } from '../../src/broadcasts/start-due-runs.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, otherAccount, person } from '../support/samples.ts'
import { accounts, createWorld, DAY, HOUR, MINUTE, MORNING, type World } from './support/world.ts'

const EIGHT = MORNING + HOUR
const many = (count: number, of = account, first = 0) => Array.from({ length: count }, (_, i) => person(first + i, of))
const daily = (at: string) => ({ type: 'daily', at, from: '05/10/2026', to: '07/10/2026' }) as const

describeOnBothEngines('a run', (context) => {
  const open = () => createWorld(context.db)
  const statuses = async (world: World) => Object.groupBy(await world.outbox(), (row) => row.status)
  const counts = async (world: World) =>
    Object.fromEntries(Object.entries(await statuses(world)).map(([status, rows]) => [status, rows.length]))

  it('puts one message for each reachable person into the outbox, at its time', async () => {
    const world = open()
    await world.people(many(3))
    await world.people(many(2, otherAccount))
    await world.people([person(90)], { optedOutAt: MORNING })
    const { id } = await world.approved()

    await world.tick(EIGHT - MINUTE)
    expect(await world.outbox()).toEqual([])

    await world.tick(EIGHT)
    const [run] = await world.runs(id)
    const rows = await world.outbox()
    expect(rows).toHaveLength(5)
    expect(rows[0]).toMatchObject({
      contact_id: expect.any(String),
      purpose: 'broadcast',
      batch: `b${run?.id}`,
      status: 'queued',
    })
    expect(new Set(rows.map((row) => row.key))).toEqual(new Set(rows.map((row) => `b${run?.id}-${row.contact_id}`)))
    expect(await world.show(id)).toMatchObject({ status: 'sending', nextDueAt: null })
  })

  it('is not begun twice for one time, though it was changed and approved again right after', async () => {
    const world = open()
    await world.people(many(2))
    const { id } = await world.approved({ schedule: daily('08:00') })
    await world.tick()
    await world.tick(EIGHT)
    await world.send(2)
    await world.tick(EIGHT + 10_000)
    const now = world.now()
    await changeBroadcast(world.options, id, { schedule: { ...daily('08:00'), to: '05/10/2026' } }, 'An', now)
    await submitBroadcast(context.db, id, 'An', now)
    await approveBroadcast(world.options, id, { by: 'Bình', hash: hashOf(await world.show(id)) }, now)
    for (const late of [20, 30, 60]) await world.tick(EIGHT + late * 1000)
    expect(await world.runs(id)).toHaveLength(1)
    expect(await world.outbox()).toHaveLength(2)
    expect((await world.show(id)).status).toBe('done')
  })

  it('leaves out who is still to get two that wait', async () => {
    const world = open()
    await world.people(many(1))
    const at = (time: string) => world.approved({ schedule: { type: 'once', at: `05/10/2026 ${time}` } })
    const waiting = [await at('08:00'), await at('08:00')]
    const last = await at('08:30')
    await world.tick()
    await world.tick(EIGHT)
    for (const { id } of waiting) await pauseBroadcast(context.db, id, { actor: 'An', now: EIGHT })
    await world.tick(EIGHT + 30 * MINUTE)
    const [run] = await world.runs(last.id)
    expect(JSON.parse(run?.left_out ?? '')).toEqual({ frequency_cap: 1 })
  })

  it('is done when all is sent, and its progress comes from the outbox', async () => {
    const world = open()
    await world.people(many(30))
    await world.people(many(4, account, 100), { optedOutAt: MORNING })
    const { id } = await world.approved()
    await world.tick(EIGHT)
    await world.send(28)
    await world.send(2, 'failed')
    await world.tick(EIGHT + MINUTE)

    expect(await world.show(id)).toMatchObject({ status: 'done' })
    expect(await showProgress(context.db, id)).toMatchObject([
      {
        run: { status: 'done', leftOut: { opted_out: 4 } },
        ways: { 'tu-van-48-gio': { count: 30, costDong: 0 } },
        messages: { sent: 28, failed: { rejected: 2 }, unknown: 0, skipped: {}, held: 0, open: 0 },
      },
    ])
  })

  it('writes to nobody twice, however often the clock is looked at', async () => {
    const world = open()
    await world.people(many(450))
    await world.approved()
    await world.tick(EIGHT)
    for (let i = 0; i < 3; i++) await world.tick(EIGHT + i * MINUTE)
    expect(await world.outbox()).toHaveLength(450)
  })

  it('has as many waiting as its accounts send in two minutes, and no more when it is to stop', async () => {
    const pace = { perSecond: 35, burst: 1 }
    const fast = new Map(Array.from(accounts, ([id, sending]) => [id, { ...sending, ...(id === account && { pace }) }]))
    const world = createWorld(context.db, MORNING, fast)
    await world.people(many(4300))
    await world.approved()
    await world.tick()
    world.goTo(EIGHT)
    await startDueRuns({ ...world.runner, stopping: AbortSignal.abort() })
    expect(await world.outbox()).toEqual([])
    await startDueRuns({ ...world.runner, mostALook: 200 })
    expect(await world.outbox()).toHaveLength(200)
    await startDueRuns(world.runner)
    expect(await world.outbox()).toHaveLength(4200)
  })

  it('does not grow with those who come later', async () => {
    const world = open()
    await world.people(many(3))
    await world.approved()
    world.goTo(EIGHT)
    await world.tick(EIGHT)
    await world.people(many(3, account, 50), { firstSeenAt: EIGHT + 1 })
    await world.tick(EIGHT + MINUTE)
    expect(await world.outbox()).toHaveLength(3)
  })

  it('of a training sends nothing, and counts all the same', async () => {
    const world = open()
    await world.people(many(7))
    const { id } = await world.approved({ training: true })
    await world.tick(EIGHT)
    expect(await world.outbox()).toEqual([])
    expect(await world.show(id)).toMatchObject({ status: 'done' })
    expect(await showProgress(context.db, id)).toMatchObject([{ ways: { 'tu-van-48-gio': { count: 7 } } }])
  })

  it('leaves out who had two in a week; the failed, the cancelled and trainings do not count', async () => {
    const world = open()
    await world.people(many(2), { lastEventAt: MORNING + 3 * DAY })
    const repeat = async (day: string, ms: number) => {
      const { id } = await world.approved({ schedule: { type: 'once', at: `${day}/10/2026 08:00` } })
      await world.tick(ms)
      return id
    }
    await world.approved({ training: true })
    await repeat('05', EIGHT)
    await world.send(1, 'failed')
    await world.send(1)
    await repeat('06', EIGHT + DAY)
    await world.send(2)
    const id = await repeat('07', EIGHT + 2 * DAY)
    const [run] = await world.runs(id)
    expect(JSON.parse(run?.left_out ?? '')).toEqual({ frequency_cap: 1 })
  })

  it('stays within its budget', async () => {
    const world = open()
    await world.people(many(503), { lastEventAt: MORNING - 3 * DAY })
    const { id } = await world.approved({ budget_dong: 120 })
    await world.tick(EIGHT)
    const [run] = await showProgress(context.db, id)
    expect(run).toMatchObject({
      ways: { 'tu-van-7-ngay': { count: 502, costDong: 110 } },
      run: { leftOut: { over_budget: 1 } },
    })
  })

  it('repeats on the days of its schedule, each time once', async () => {
    const world = open()
    await world.people(many(2), { lastEventAt: MORNING + 2 * DAY })
    const { id } = await world.approved({ urgency: 'khan', schedule: daily('08:00') })
    for (let day = 0; day < 3; day++) {
      await world.tick(EIGHT + day * DAY)
      await world.send(10)
      await world.tick(EIGHT + day * DAY + MINUTE)
      expect(await world.show(id)).toMatchObject({ status: day < 2 ? 'scheduled' : 'done' })
    }
    expect(await world.outbox()).toHaveLength(6)
    expect((await world.runs(id)).map((run) => run.status)).toEqual(['done', 'done', 'done'])
  })

  it('begins late after a standstill while it is fresh', async () => {
    const world = open()
    await world.people(many(2))
    await world.approved()
    await world.tick()
    await world.tick(EIGHT + 119 * MINUTE)
    expect(await world.outbox()).toHaveLength(2)
  })

  it('begins as late as its author allows', async () => {
    const world = open()
    await world.people(many(2))
    const { id } = await world.approved({ late_minutes: 5 })
    await world.tick()
    await world.tick(EIGHT + 6 * MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'missed' })
  })

  it('is missed after a longer one', async () => {
    const world = open()
    await world.people(many(2))
    const { id } = await world.approved()
    await world.tick()
    await world.tick(EIGHT + 121 * MINUTE)
    expect(await world.outbox()).toEqual([])
    expect(await world.show(id)).toMatchObject({ status: 'missed' })
    expect((await world.runs(id)).map((run) => run.status)).toEqual(['missed'])
  })

  it('is sent once for several missed days, and only the last of them', async () => {
    const world = open()
    await world.people(many(2), { lastEventAt: MORNING + 2 * DAY })
    const { id } = await world.approved({ schedule: daily('08:00') })
    await world.tick()
    await world.tick(EIGHT + 2 * DAY + HOUR)
    expect((await world.runs(id)).map((run) => run.status)).toEqual(['missed', 'missed', 'sending'])
    expect(await world.outbox()).toHaveLength(2)
  })

  it('does not begin in the quiet hours, though it is fresh', async () => {
    const world = open()
    await world.people(many(2))
    const { id } = await world.approved({ schedule: { type: 'once', at: '05/10/2026 20:30' } })
    await world.tick()
    await world.tick(MORNING + 14 * HOUR + MINUTE)
    expect(await world.outbox()).toEqual([])
    await world.tick(MORNING + DAY)
    expect(await world.show(id)).toMatchObject({ status: 'missed' })
  })

  it('rests from 21:00 to 07:00 and then goes on', async () => {
    const world = open()
    await world.people(many(30), { lastEventAt: MORNING + 13 * HOUR })
    const { id } = await world.approved({ schedule: { type: 'once', at: '05/10/2026 20:55' } })
    await world.tick(MORNING + 13 * HOUR + 55 * MINUTE)
    await world.send(10)

    await world.tick(MORNING + 14 * HOUR)
    expect(await world.send(100)).toEqual([])
    await world.tick(MORNING + 20 * HOUR)
    expect(await counts(world)).toEqual({ sent: 10, skipped: 20 })
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({ held: 20, skipped: {} })

    await world.tick(MORNING + DAY)
    expect(await world.send(100)).toHaveLength(20)
    await world.tick(MORNING + DAY + MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'done' })
  })

  it('is given up after a day', async () => {
    const world = open()
    await world.people(many(5))
    const { id } = await world.approved()
    await world.tick(EIGHT)
    await world.tick(EIGHT + DAY + MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'done' })
    expect((await showProgress(context.db, id))[0]?.messages.skipped).toEqual({ too_late: 5 })
  })

  it('stops by itself when more than a tenth fails, and goes on when a person says so', async () => {
    const world = open()
    await world.people(many(100))
    const { id } = await world.approved()
    await world.tick(EIGHT)
    await world.send(18)
    await world.send(2, 'failed')
    await world.tick(EIGHT + MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'sending' })

    await world.send(1, 'failed')
    await world.tick(EIGHT + 2 * MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'paused', statusReason: 'failures' })
    expect(await world.send(100)).toEqual([])

    await resumeBroadcast(world.options, id, { actor: 'Bình', now: world.now() })
    await world.tick(EIGHT + 3 * MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'sending' })
    expect(await world.send(100)).toHaveLength(79)
  })

  it('is paused and resumed at once', async () => {
    const world = open()
    await world.people(many(10))
    const { id } = await world.approved()
    await world.tick(EIGHT)
    await world.send(4)
    const underWay = await world.send(1, 'sending')
    expect(underWay).toHaveLength(1)

    await pauseBroadcast(context.db, id, { actor: 'Bình', now: world.now() })
    expect(await world.send(100)).toEqual([])
    await world.tick(EIGHT + MINUTE)
    expect(await counts(world)).toEqual({ sent: 4, sending: 1, skipped: 5 })

    await resumeBroadcast(world.options, id, { actor: 'Bình', now: world.now() })
    expect(await world.send(100)).toHaveLength(5)
  })

  it('waits for the morning when it is resumed at night', async () => {
    const world = open()
    await world.people(many(3))
    const { id } = await world.approved()
    await world.tick(EIGHT)
    await pauseBroadcast(context.db, id, { actor: 'Bình', now: world.now() })
    const night = MORNING + 15 * HOUR
    await resumeBroadcast(world.options, id, { actor: 'Bình', now: night })
    await world.tick(night)
    expect(await world.send(100)).toEqual([])
    await world.tick(MORNING + DAY)
    expect(await world.send(100)).toHaveLength(3)
  })

  it('is cancelled at once and for good', async () => {
    const world = open()
    await world.people(many(10))
    const { id } = await world.approved()
    await world.tick(EIGHT)
    await world.send(4)
    await cancelBroadcast(context.db, id, { actor: 'Bình', now: world.now() })
    await world.tick(EIGHT + MINUTE)
    expect(await counts(world)).toEqual({ sent: 4, skipped: 6 })
    expect(await world.show(id)).toMatchObject({ status: 'cancelled', nextDueAt: null })
    await expect(resumeBroadcast(world.options, id, { actor: 'Bình', now: world.now() })).rejects.toThrow(/cancelled/)
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({ sent: 4, skipped: { cancelled: 6 } })
  })

  it('does not begin while its broadcast is paused', async () => {
    const world = open()
    await world.people(many(2))
    const { id } = await world.approved()
    await world.tick()
    await pauseBroadcast(context.db, id, { actor: 'An', now: world.now() })
    await world.tick(EIGHT)
    expect(await world.outbox()).toEqual([])
    await resumeBroadcast(world.options, id, { actor: 'An', now: world.now() })
    await world.tick(EIGHT + MINUTE)
    expect(await world.outbox()).toHaveLength(2)
  })

  it('that fails keeps no other from its time', async () => {
    const world = open()
    await world.people(many(2))
    const { id } = await world.approved()
    await world.approved()
    await world.tick()
    // A text that this version cannot fill in; approved as it stands.
    const broken = { ...(await world.show(id)).content, text: 'Lúc {{gio}}' }
    await context.db
      .updateTable('broadcasts')
      .set({ content: JSON.stringify(broken), approved_hash: hashOf({ ...(await world.show(id)), content: broken }) })
      .where('id', '=', id)
      .execute()
    await world.tick(EIGHT)
    expect(world.errors).toMatchObject([{ broadcast: id }])
    expect(await world.outbox()).toHaveLength(2)
  })
})
