import { expect, it } from 'vitest'
import { approveBroadcast } from '../../src/broadcasts/approve.ts'
import type { Draft } from '../../src/broadcasts/broadcast.ts'
import type { BroadcastId } from '../../src/broadcasts/broadcasts.schema.ts'
import { pauseBroadcast, resumeBroadcast } from '../../src/broadcasts/control.ts'
import { changeBroadcast, createBroadcast, submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { allowOutsidePlan } from '../../src/broadcasts/outside-plan.ts'
import type { PlanDates } from '../../src/broadcasts/plan-dates.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import { resendFailed } from '../../src/broadcasts/resend.ts'
import type { Role, StaffId } from '../../src/staff/member.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { person } from '../support/samples.ts'
import { createWorld, DAY, DRAFT, HOUR, MINUTE, MORNING, rules } from './support/world.ts'

const PLAN: PlanDates = {
  plan: 'gia-lai-2026',
  activities: ['ngay-hoi'],
  day: '05/10/2026',
  from: '05/10/2026',
  to: '06/10/2026',
}
const once = (at: string): Partial<Draft> => ({ schedule: { type: 'once', at } })
const daily = (from: string, to: string): Partial<Draft> => ({ schedule: { type: 'daily', at: '08:00', from, to } })
const staff = (role: Role) => ({ id: 'm1' as StaffId, name: 'chị Lan', role })

describeOnBothEngines('a broadcast made of a plan', (context) => {
  const open = async (draft: Partial<Draft> = {}) => {
    const world = createWorld(context.db)
    await world.people([person(1), person(2)])
    const written = { ...DRAFT, ...draft, plan: PLAN }
    const { id } = await createBroadcast(world.options, written, 'An', MORNING)
    return {
      ...{ world, id },
      submit: () => submitBroadcast(context.db, id, 'An', MORNING),
      allow: (role: Role, hash?: string) =>
        allowOutsidePlan(context.db, id, { member: staff(role), ...(hash !== undefined && { hash }) }, MORNING),
      approve: async () =>
        approveBroadcast(world.options, id, { by: 'Bình', hash: hashOf(await world.show(id)) }, MORNING),
    }
  }
  const actions = async () =>
    (await context.db.selectFrom('audit_log').selectAll().orderBy('id').execute()).map(({ action }) => action)

  it.each<{ name: string; draft: Partial<Draft>; passes: boolean }>([
    { name: 'its first day', draft: once('05/10/2026 08:00'), passes: true },
    { name: 'its last day', draft: once('06/10/2026 20:00'), passes: true },
    { name: 'the day after', draft: once('07/10/2026 08:00'), passes: false },
    { name: 'the day before', draft: once('04/10/2026 08:00'), passes: false },
    { name: 'all of its days', draft: daily('05/10/2026', '06/10/2026'), passes: true },
    { name: 'a day more', draft: daily('05/10/2026', '07/10/2026'), passes: false },
  ])('is handed in for $name: $passes', async ({ draft, passes }) => {
    const { world, id, submit } = await open(draft)
    if (passes) await submit()
    else
      await expect(submit()).rejects.toThrow(/outside the dates of the plan gia-lai-2026 \(05\/10\/2026–06\/10\/2026\)/)
    expect(await world.show(id)).toMatchObject({ status: passes ? 'submitted' : 'draft', plan: PLAN })
  })

  it('is not approved outside the dates either', async () => {
    const { world, id, submit, approve } = await open()
    await submit()
    const schedule = JSON.stringify(once('07/10/2026 08:00').schedule)
    await context.db.updateTable('broadcasts').set({ schedule }).where('id', '=', id).execute()
    await expect(approve()).rejects.toThrow(/outside the dates/)
    expect((await world.show(id)).status).toBe('submitted')
  })

  it.each<{ role: Role }>([{ role: 'officer' }, { role: 'commune_staff' }])('is not let out by $role', async ({
    role,
  }) => {
    const { world, id, allow } = await open(once('07/10/2026 08:00'))
    await expect(allow(role)).rejects.toThrow(/an admin must say so/)
    expect((await world.show(id)).outsidePlanBy).toBeNull()
  })

  it('goes out outside the dates once an admin says so, which is written down and part of what is approved', async () => {
    const { world, id, submit, allow, approve } = await open(once('07/10/2026 08:00'))
    const before = hashOf(await world.show(id))
    const allowed = await allow('admin', before)
    expect(allowed.outsidePlanBy).toBe('staff:m1')
    expect(hashOf(allowed)).not.toBe(before)
    await submit()
    await approve()
    await world.tick(MORNING + 2 * DAY + HOUR)
    await world.tick()
    expect(await world.outbox()).toHaveLength(2)
    expect(await actions()).toEqual([
      'broadcast_created',
      'broadcast_let_outside_plan',
      'broadcast_submitted',
      'broadcast_approved',
    ])
  })

  it('is let out only as the admin saw it, and before it is approved', async () => {
    const { world, id, submit, allow, approve } = await open(once('07/10/2026 08:00'))
    await expect(allow('admin', 'another')).rejects.toThrow(/changed since you saw it/)
    await allow('admin')
    await submit()
    await approve()
    await context.db.updateTable('broadcasts').set({ outside_plan_by: null }).where('id', '=', id).execute()
    await expect(allow('admin')).rejects.toThrow(/is approved and cannot be let out/)
    // Without the leave that it was approved with it does not go.
    await world.tick(MORNING + 2 * DAY + HOUR)
    await world.tick()
    expect(await world.outbox()).toEqual([])
  })

  it('needs no leave within the dates, and none is noted', async () => {
    const { allow } = await open()
    expect((await allow('officer')).outsidePlanBy).toBeNull()
    expect(await actions()).toEqual(['broadcast_created'])
  })

  it('loses the leave with any change, and keeps its dates', async () => {
    const { world, id, allow, submit } = await open(once('07/10/2026 08:00'))
    await allow('admin')
    await changeBroadcast(world.options, id, { ...DRAFT, ...once('08/10/2026 08:00') }, 'An', MORNING)
    expect(await world.show(id)).toMatchObject({ plan: PLAN, outsidePlanBy: null })
    await expect(submit()).rejects.toThrow(/outside the dates/)
  })

  it('is marked missed, with the reason, when a standstill brings it beyond the last day', async () => {
    const { world, id, submit, approve } = await open({ ...once('06/10/2026 20:30'), late_minutes: 1440 })
    await submit()
    await approve()
    await world.tick(MORNING + HOUR)
    // At night it waits for the morning, which is none of the plan's.
    await world.tick(MORNING + DAY + 16 * HOUR)
    expect((await world.show(id)).status).toBe('scheduled')
    await world.tick(MORNING + 2 * DAY + MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'missed', statusReason: 'outside_plan' })
    expect(await world.runs(id)).toMatchObject([{ status: 'missed', why: 'outside_plan' }])
    expect(await world.outbox()).toEqual([])
  })

  it.each<{ name: string; meanwhile: (id: BroadcastId, now: number) => Promise<void> }>([
    { name: 'waited for the end of the night', meanwhile: async () => {} },
    {
      name: 'was paused until then',
      meanwhile: async (id, now) => {
        await pauseBroadcast(context.db, id, { actor: 'An', now: now - DAY })
        await resumeBroadcast({ db: context.db, rules }, id, { actor: 'An', now })
      },
    },
  ])('gives up what $name and would go out beyond the last day', async ({ meanwhile }) => {
    const { world, id, submit, approve } = await open(once('06/10/2026 20:30'))
    await submit()
    await approve()
    await world.tick(MORNING + HOUR)
    await world.tick(MORNING + DAY + 13.5 * HOUR)
    expect(await world.send(1)).toHaveLength(1)
    await world.tick(MORNING + DAY + 14 * HOUR + MINUTE)
    world.goTo(MORNING + 2 * DAY + HOUR)
    await meanwhile(id, world.now())
    expect(await world.send(10)).toEqual([])
    await world.tick()
    expect(await world.send(10)).toEqual([])
    expect(await showProgress(context.db, id)).toMatchObject([{ messages: { sent: 1, skipped: { too_late: 1 } } }])
    expect((await world.show(id)).status).toBe('done')
  })

  it('is sent again on its days alone', async () => {
    const { world, id, submit, approve } = await open(once('06/10/2026 08:00'))
    await submit()
    await approve()
    await world.tick(MORNING + HOUR)
    await world.tick(MORNING + DAY + HOUR)
    await world.send(1, 'failed')
    await world.send(1)
    await world.tick(world.now() + MINUTE)
    const resend = (now: number) => resendFailed(world.options, id, { actor: 'An', now, reasons: ['rejected'] })
    await expect(resend(MORNING + 2 * DAY)).rejects.toThrow(/cannot be sent again outside the dates/)
    expect((await world.show(id)).status).toBe('done')
    expect((await resend(world.now())).count).toBe(1)
  })

  it('is sent late on a day of the plan', async () => {
    const { world, id, submit, approve } = await open({ ...once('05/10/2026 20:30'), late_minutes: 1440 })
    await submit()
    await approve()
    await world.tick(MORNING + HOUR)
    await world.tick(MORNING + DAY + MINUTE)
    await world.tick()
    expect(await world.runs(id)).toMatchObject([{ why: null }])
    expect(await world.outbox()).toHaveLength(2)
  })
})
