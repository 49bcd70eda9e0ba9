import { describe, expect, it } from 'vitest'
import { cancelClass, cancelClassDate, moveClassDate } from '../../src/classes/change-dates.ts'
import { findClass } from '../../src/classes/class.store.ts'
import type { ClassId } from '../../src/classes/class.ts'
import type { WeeklySchedule } from '../../src/classes/schedule.ts'
import type { Db } from '../../src/db/open.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW } from '../support/samples.ts'
import { add, at, day, OFFER, signUp, wanted } from './support/samples.ts'

const SATURDAYS: WeeklySchedule = {
  kind: 'weekly',
  weekdays: [6],
  from: day('2026-10-10'),
  until: null,
  count: 3,
  start: 19 * 60 + 30,
  end: 21 * 60,
  onHolidays: false,
  cancelled: [],
  moved: [],
}
const context = { holidays: new Set<never>(), terms: OFFER, now: NOW }
const inTransaction = <T>(db: Db, run: (trx: Db) => Promise<T>): Promise<T> => db.transaction().execute(run)

describeOnBothEngines('the dates of a class', (databases) => {
  const lessons = async (id: ClassId) =>
    (await findClass(databases.db, id))?.sessions.map(({ startsAt, status }) => [startsAt, status])
  const untold = async () => {
    const rows = await databases.db.selectFrom('class_changes').selectAll().orderBy('id').execute()
    return rows.map(({ class_cancelled, dates }) => [class_cancelled, JSON.parse(dates)])
  }
  const move = (id: ClassId, from: string, to: string, start?: number) =>
    inTransaction(databases.db, (trx) =>
      moveClassDate(trx, id, day(from), { day: day(to), ...(start === undefined ? {} : { start }) }, context),
    )

  it('are moved one by one, to another hour too, and its people are to be told', async () => {
    const id = await add(databases.db, { schedule: SATURDAYS })
    const outcome = await move(id, '2026-10-17', '2026-10-16', 19 * 60)
    const [from, to] = [at('2026-10-17', '19:30'), at('2026-10-16', '19:00')]
    expect(outcome).toEqual({ kind: 'changed', from, to, offers: [] })
    expect(await lessons(id)).toEqual([
      [at('2026-10-10', '19:30'), 'planned'],
      [to, 'moved'],
      [at('2026-10-24', '19:30'), 'planned'],
    ])
    expect((await findClass(databases.db, id))?.sessions[1]?.endsAt).toBe(at('2026-10-16', '20:30'))
    expect(await untold()).toEqual([[0, [{ number: 2, from, to }]]])
  })

  it('are told once when moved twice, and not at all when moved back', async () => {
    const id = await add(databases.db, { schedule: SATURDAYS })
    await move(id, '2026-10-17', '2026-10-16')
    await move(id, '2026-10-16', '2026-10-18')
    const from = at('2026-10-17', '19:30')
    expect(await untold()).toEqual([[0, [{ number: 2, from, to: at('2026-10-18', '19:30') }]]])
    await move(id, '2026-10-18', '2026-10-17')
    expect(await untold()).toEqual([])
    expect((await findClass(databases.db, id))?.schedule).toEqual(SATURDAYS)
  })

  it('are cancelled one by one; the last of them cancels the class', async () => {
    const id = await add(databases.db, { schedule: { ...SATURDAYS, count: 2 } })
    const cancel = (date: string) => inTransaction(databases.db, (trx) => cancelClassDate(trx, id, day(date), context))
    expect(await cancel('2026-10-10')).toMatchObject({ kind: 'changed', from: at('2026-10-10', '19:30'), to: null })
    expect((await lessons(id))?.map(([, status]) => status)).toEqual(['cancelled', 'planned'])
    expect(await cancel('2026-10-17')).toMatchObject({ kind: 'changed', to: null })
    expect(await findClass(databases.db, id)).toMatchObject({ status: 'cancelled' })
    expect(await untold()).toMatchObject([[1, [{ number: 1, to: null }]]])
  })

  it('of a single lesson move with the class', async () => {
    const id = await add(databases.db)
    expect(await move(id, '2026-10-10', '2026-10-12', 8 * 60)).toMatchObject({ to: at('2026-10-12', '08:00') })
    expect(await findClass(databases.db, id)).toMatchObject({
      schedule: { kind: 'once', date: '2026-10-12', start: 480, end: 570 },
    })
  })

  it('of a cancelled class offer nobody a seat any more', async () => {
    const id = await add(databases.db, { capacity: 1 })
    await signUp(databases.db, wanted(id, 1))
    await signUp(databases.db, wanted(id, 2))
    await databases.db
      .updateTable('registrations')
      .set({ status: 'offered', offered_until: NOW })
      .where('position', '=', 2)
      .execute()
    await databases.db.updateTable('classes').set({ taken: 2, waiting: 0 }).execute()
    await inTransaction(databases.db, (trx) => cancelClass(trx, id, context))
    expect(await findClass(databases.db, id)).toMatchObject({ status: 'cancelled', taken: 1, waiting: 1 })
  })

  describe('stay as they are', () => {
    it.each([
      { name: 'on a day without a lesson', from: '2026-10-11', to: '2026-10-12', because: 'not_a_lesson' },
      { name: 'to the time of another lesson', from: '2026-10-10', to: '2026-10-17', because: 'clash' },
      { name: 'to the past', from: '2026-10-10', to: '2026-09-30', because: 'past' },
    ])('$name: $because', async ({ from, to, because }) => {
      const id = await add(databases.db, { schedule: SATURDAYS })
      expect(await move(id, from, to)).toEqual({ kind: 'refused', because })
      expect(await untold()).toEqual([])
    })

    it('in a class that is cancelled', async () => {
      const id = await add(databases.db, { status: 'cancelled' })
      expect(await move(id, '2026-10-10', '2026-10-12')).toEqual({ kind: 'refused', because: 'cancelled' })
      expect(await inTransaction(databases.db, (trx) => cancelClass(trx, id, context))).toMatchObject({
        because: 'cancelled',
      })
    })
  })
})
