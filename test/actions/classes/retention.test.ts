import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { eraseOldClasses, readClassRetention } from '../../../src/actions/classes/retention.ts'
import { noteAttendance } from '../../../src/classes/attendance.store.ts'
import type { ClassId } from '../../../src/classes/class.ts'
import type { RegistrationId } from '../../../src/classes/classes.schema.ts'
import { readFigures } from '../../../src/classes/figures.store.ts'
import { listRegistrations } from '../../../src/classes/registration.store.ts'
import { openDatabase } from '../../../src/db/open.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { add, at, signUp, wanted } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { NOW, sealer } from '../../support/samples.ts'

const commune = '23920' as UnitCode
const retention = { months_after_end: 12 }
/** The class of the samples ends on the evening of 10/10/2026. */
const lessonAt = at('2026-10-10', '19:30')

describeOnBothEngines('the people of a class that ended long ago', (context) => {
  const erase = (now: number) => eraseOldClasses(context.db, retention, now)
  const attend = async (classId: ClassId, number: number) => {
    const result = await signUp(context.db, wanted(classId, number))
    const id = (result.kind === 'registered' ? result.registration.id : '') as RegistrationId
    await noteAttendance(
      context.db,
      { registration: id, sessionAt: lessonAt, status: 'attended', by: 'self' },
      lessonAt,
    )
  }

  it('are erased in the night after as many months as they were told, and not before', async () => {
    const id = await add(context.db)
    await attend(id, 1)
    expect(await erase(at('2027-10-10', '02:00'))).toBe(0)
    expect(await erase(at('2027-10-11', '12:00'))).toBe(0)
    expect(await listRegistrations(context.db, sealer, id)).toHaveLength(1)
    expect(await erase(at('2027-10-11', '02:00'))).toBe(1)
    expect(await erase(at('2027-10-11', '02:01'))).toBe(0)
    for (const table of ['registrations', 'class_attendance', 'registration_consents'] as const)
      expect(await context.db.selectFrom(table).selectAll().execute(), table).toEqual([])
  })

  it('still count in the figures, each once a month, also while another class of theirs is kept', async () => {
    const ended = await add(context.db, { code: 'LC1' })
    const kept = await add(context.db, { code: 'LC2' })
    await context.db
      .updateTable('classes')
      .set({ ends_at: at('2027-01-05') })
      .where('id', '=', kept)
      .execute()
    for (const number of [1, 2]) await attend(ended, number)
    await attend(kept, 1)
    const before = await readFigures(context.db, [commune])
    expect(before.at(-1)).toMatchObject({ month: '2026-10', registered: 3, present: 3, people: 2 })
    expect(await erase(at('2027-10-11', '02:00'))).toBe(1)
    expect(await readFigures(context.db, [commune])).toEqual(before)
    expect(await erase(at('2028-01-06', '02:00'))).toBe(1)
    expect(await readFigures(context.db, [commune])).toEqual(before)
  })

  it('are counted once though two processes erase them at the same time', async () => {
    for (const code of ['LC1', 'LC2', 'LC3']) {
      const id = await add(context.db, { code })
      for (const number of [1, 2]) await attend(id, number)
    }
    const before = await readFigures(context.db, [commune])
    await using another = openDatabase(context.url)
    const night = at('2027-10-11', '02:00')
    await Promise.all([
      erase(night),
      eraseOldClasses(context.engine === 'sqlite' ? context.db : another.db, retention, night),
    ])
    expect(await context.db.selectFrom('registrations').selectAll().execute()).toEqual([])
    expect(await readFigures(context.db, [commune])).toEqual(before)
  })

  it('leave a class that can be filled anew', async () => {
    const id = await add(context.db, { capacity: 1 })
    await signUp(context.db, wanted(id, 1))
    await erase(at('2027-10-11', '02:00'))
    expect(await signUp(context.db, wanted(id, 2), NOW)).toMatchObject({
      kind: 'registered',
      registration: { code: 'LC12-001' },
    })
  })
})

describe('people who agree', () => {
  const { months_after_end: months } = readClassRetention('.')

  it.each([
    'flows/dang-ky-lop.yaml',
    'flows/nguoi-hoc.yaml',
    'flows/ghi-ten-tai-lop.yaml',
    'data/messages/class-desk.yaml',
  ])('are told in %s for how long their data are kept', (file) => {
    const told = [...readFileSync(file, 'utf8').matchAll(/giữ (\d+) tháng sau khi lớp kết thúc/g)]
    expect(told.length).toBeGreaterThan(0)
    expect(new Set(told.map(([, number]) => Number(number)))).toEqual(new Set([months]))
  })
})
