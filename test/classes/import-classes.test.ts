import { expect, it } from 'vitest'
import type { Day } from '../../src/calendar/days.ts'
import { findClassByCode, listClasses } from '../../src/classes/class.store.ts'
import type { ClassPlan } from '../../src/classes/class.ts'
import { applyImport, planImport } from '../../src/classes/import-classes.ts'
import type { SheetRow } from '../../src/classes/sheets/read-class-sheet.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW } from '../support/samples.ts'
import { add, at, day, ids, OFFER, plan, signUp, wanted } from './support/samples.ts'

const WEEKLY = {
  kind: 'weekly',
  weekdays: [1],
  from: day('2026-10-05'),
  until: null,
  count: 3,
  start: 0,
  end: 90,
  onHolidays: false,
  cancelled: [],
  moved: [],
} as const

function rowsOf(...plans: ClassPlan[]): SheetRow[] {
  return plans.map((one, index) => ({ sheet: 'Lớp', row: index + 2, plan: one }))
}

describeOnBothEngines('importing classes', (context) => {
  const apply = (rows: SheetRow[], holidays: Day[] = []) =>
    context.db
      .transaction()
      .execute((trx) => applyImport(trx, rows, { holidays: new Set(holidays), ids, terms: OFFER, now: NOW }))
  const preview = async (rows: SheetRow[], holidays: Day[] = []) =>
    (await planImport(context.db, rows, new Set(holidays))).map(({ row, code, action, changes }) =>
      `${row} ${code} ${action} ${changes.join(',')}`.trimEnd(),
    )

  it('tells row by row what will happen and changes nothing', async () => {
    await apply(rowsOf(plan({ code: 'LC1' }), plan({ code: 'LC2' })))
    const rows = rowsOf(
      plan({ code: 'LC1' }),
      plan({ code: 'LC2', capacity: 40, place: 'Trường học' }),
      plan({ code: 'LC3' }),
    )
    expect(await preview(rows)).toEqual(['2 LC1 same', '3 LC2 changed place,capacity', '4 LC3 new'])
    expect(await listClasses(context.db)).toHaveLength(2)
  })

  it('adds and changes classes with their lessons, and leaves others alone', async () => {
    await add(context.db, { code: 'LC9' })
    await apply(rowsOf(plan({ code: 'LC10', schedule: WEEKLY }), plan({ code: 'LC2' })))
    expect((await listClasses(context.db)).map(({ code }) => code)).toEqual(['LC2', 'LC9', 'LC10'])
    expect(await findClassByCode(context.db, plan({ code: 'LC10' }).code)).toEqual({
      ...plan({ code: 'LC10', schedule: WEEKLY }),
      id: expect.any(String),
      sessions: [5, 12, 19].map((date, index) => ({
        number: index + 1,
        startsAt: at(`2026-10-${String(date).padStart(2, '0')}`),
        endsAt: at(`2026-10-${String(date).padStart(2, '0')}`, '01:30'),
        status: 'planned',
      })),
      taken: 0,
      waiting: 0,
    })

    const { steps } = await apply(rowsOf(plan({ code: 'LC10' })))
    expect(steps).toMatchObject([{ action: 'changed', changes: ['schedule'] }])
    expect((await findClassByCode(context.db, plan({ code: 'LC10' }).code))?.sessions).toHaveLength(1)
    expect(await preview(rowsOf(plan({ code: 'LC10' })))).toEqual(['2 LC10 same'])
  })

  it('notices that a holiday has been added', async () => {
    const rows = rowsOf(plan({ code: 'LC1', schedule: WEEKLY }))
    await apply(rows)
    expect(await preview(rows, [day('2026-10-12')])).toEqual(['2 LC1 changed sessions'])
  })

  it('keeps who signed up, and offers seats that were added', async () => {
    const id = await add(context.db, { capacity: 1 })
    for (const number of [1, 2]) await signUp(context.db, wanted(id, number))
    const { steps, offers } = await apply(rowsOf(plan({ capacity: 2 })))
    expect(steps).toMatchObject([{ action: 'changed', changes: ['capacity'], taken: 1 }])
    expect(offers).toMatchObject([{ classId: id, code: 'LC12-002' }])
    expect(await findClassByCode(context.db, plan().code)).toMatchObject({ taken: 2, waiting: 0 })
  })

  it('takes in all or nothing', async () => {
    const twice = rowsOf(plan({ code: 'LC1' }), plan({ code: 'LC2' }), plan({ code: 'LC1' }))
    await expect(apply(twice)).rejects.toThrow(/unique/i)
    expect(await listClasses(context.db)).toEqual([])
  })

  it('takes in a whole province', async () => {
    const many = rowsOf(
      ...Array.from({ length: 1500 }, (_, index) => plan({ code: `LC${index + 1}`, schedule: WEEKLY })),
    )
    await apply(many)
    const steps = await planImport(context.db, many, new Set())
    expect(steps.every(({ action }) => action === 'same')).toBe(true)
    expect(steps).toHaveLength(1500)
  })
})
