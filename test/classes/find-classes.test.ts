import { expect, it } from 'vitest'
import type { ClassCode } from '../../src/classes/class.ts'
import { findClassOfCode } from '../../src/classes/find-by-code.ts'
import { findClasses, type WantedClass } from '../../src/classes/find-classes.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW } from '../support/samples.ts'
import { add, at, day, GIA_LAI, signUp, wanted } from './support/samples.ts'

const here = { code: '23920' as UnitCode, province: GIA_LAI }
const nextDoor = '23923' as UnitCode
const WEEKLY = {
  kind: 'weekly',
  weekdays: [1, 3],
  from: day('2026-10-05'),
  until: null,
  count: 4,
  start: 19 * 60,
  end: 20 * 60,
  onHolidays: false,
  cancelled: [day('2026-10-05')],
  moved: [],
} as const

describeOnBothEngines('finding classes', (context) => {
  const find = (change: Partial<WantedClass> = {}, now = NOW) =>
    findClasses(context.db, { commune: here, from: now, ...change }, now)
  const codes = async (change: Partial<WantedClass> = {}, now = NOW) => {
    const { near, classes } = await find(change, now)
    return `${near}: ${classes.map(({ code }) => code).join(' ')}`.trim()
  }
  const once = (date: string) => ({ kind: 'once', date: day(date), start: 8 * 60, end: 10 * 60 }) as const

  it('tells where, when and how many seats are free', async () => {
    const id = await add(context.db, { capacity: 2 })
    await signUp(context.db, wanted(id, 1))
    expect(await find()).toEqual({
      near: 'commune',
      classes: [
        {
          id,
          code: 'LC12',
          subject: 'Dùng VNeID an toàn',
          audience: 'Người cao tuổi',
          commune: '23920',
          place: 'Nhà văn hóa thôn 3',
          mapLink: null,
          teacher: 'Tổ công nghệ số thôn 3',
          mode: 'in_person',
          startsAt: at('2026-10-10', '19:30'),
          endsAt: at('2026-10-10', '21:00'),
          freeSeats: 1,
          waiting: 0,
          opensAt: null,
        },
      ],
    })
  })

  it('gives the earliest first, each class with its first lesson of the time asked for', async () => {
    await add(context.db, { code: 'LC1', schedule: WEEKLY, closesAt: at('2026-10-30') })
    await add(context.db, { code: 'LC2', schedule: once('2026-10-08') })
    expect(await codes()).toBe('commune: LC1 LC2')
    expect((await find()).classes[0]?.startsAt).toBe(at('2026-10-07', '19:00'))
    expect(await codes({ from: at('2026-10-08') })).toBe('commune: LC2 LC1')
    expect((await find({ from: at('2026-10-08') })).classes[1]?.startsAt).toBe(at('2026-10-12', '19:00'))
    expect(await codes({ from: at('2026-10-08'), to: at('2026-10-09') })).toBe('commune: LC2')
    expect(await codes({ limit: 1 })).toBe('commune: LC1')
  })

  it('looks around before it looks in the rest of the province', async () => {
    await add(context.db, { code: 'LC1', commune: '23941' as UnitCode })
    await add(context.db, { code: 'LC2', commune: '23942' as UnitCode, schedule: once('2026-10-12') })
    expect(await codes({ around: ['23942' as UnitCode] })).toBe('around: LC2')
    expect(await codes({ around: ['23943' as UnitCode] })).toBe('province: LC1 LC2')
  })

  it('looks in the rest of the province when the commune has none', async () => {
    await add(context.db, { code: 'LC1', commune: nextDoor })
    await add(context.db, { code: 'LC2', commune: '01234' as UnitCode, province: '01' as UnitCode })
    expect(await codes()).toBe('province: LC1')
    await add(context.db, { code: 'LC3' })
    expect(await codes()).toBe('commune: LC3')
    expect(await codes({ commune: { code: '00001' as UnitCode, province: '02' as UnitCode } })).toBe('nowhere:')
  })

  it.each([
    { subject: 'vneid', found: 'commune: LC1' },
    { subject: 'an toàn', found: 'commune: LC1' },
    { subject: 'chữ ký số', found: 'province: LC3 LC2' },
    { subject: 'ky so', found: 'province: LC3 LC2' },
    { subject: '%', found: 'nowhere:' },
    { subject: 'nấu ăn', found: 'nowhere:' },
  ])('finds the subject "$subject"', async ({ subject, found }) => {
    await add(context.db, { code: 'LC1' })
    await add(context.db, { code: 'LC2', commune: nextDoor, subject: 'Chữ ký số miễn phí' })
    await add(context.db, { code: 'LC3', commune: nextDoor, subject: 'Cài chữ ký số', schedule: once('2026-10-02') })
    expect(await codes({ subject })).toBe(found)
  })

  it('tells online classes from others', async () => {
    await add(context.db, { code: 'LC1' })
    await add(context.db, { code: 'LC2', mode: 'online' })
    expect(await codes({ mode: 'online' })).toBe('commune: LC2')
    expect(await codes({ mode: 'in_person' })).toBe('commune: LC1')
  })

  it('leaves out what nobody can sign up for any more', async () => {
    await add(context.db, { code: 'LC1', status: 'cancelled' })
    await add(context.db, { code: 'LC2', status: 'draft' })
    await add(context.db, { code: 'LC3', status: 'closed' })
    await add(context.db, { code: 'LC4', closesAt: NOW })
    await add(context.db, { code: 'LC5', schedule: once('2026-09-30') })
    expect(await codes({ from: 0 })).toBe('nowhere:')
  })

  it('tells when sign-up opens', async () => {
    await add(context.db, { opensAt: at('2026-10-05') })
    expect((await find()).classes[0]?.opensAt).toBe(at('2026-10-05'))
    expect((await find({}, at('2026-10-05'))).classes[0]?.opensAt).toBeNull()
  })

  it('counts no seat as free while somebody waits', async () => {
    const id = await add(context.db, { capacity: 1 })
    for (const number of [1, 2]) await signUp(context.db, wanted(id, number))
    expect((await find()).classes[0]).toMatchObject({ freeSeats: 0, waiting: 1 })
  })

  it('finds the one of a code in its province, however far ahead, and none that takes nobody any more', async () => {
    await add(context.db, { schedule: once('2027-09-01') })
    await add(context.db, { code: 'LC13', status: 'closed' })
    const of = async (code: string, province = GIA_LAI, now = NOW) =>
      (await findClassOfCode(context.db, { code: code as ClassCode, province }, now))?.code
    expect(await of('LC12')).toBe('LC12')
    expect(await of('LC13')).toBeUndefined()
    expect(await of('LC14')).toBeUndefined()
    expect(await of('LC12', '42' as UnitCode)).toBeUndefined()
    expect(await of('LC12', GIA_LAI, at('2027-09-02'))).toBeUndefined()
  })
})
