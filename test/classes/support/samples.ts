import type { Day } from '../../../src/calendar/days.ts'
import { instantOf } from '../../../src/classes/calendar.ts'
import { addClass } from '../../../src/classes/class.store.ts'
import type { ClassCode, ClassId, ClassPlan } from '../../../src/classes/class.ts'
import type { RegistrationId } from '../../../src/classes/classes.schema.ts'
import { createPersonIndex } from '../../../src/classes/person-index.ts'
import { type NewRegistration, type RegisterResult, register } from '../../../src/classes/register.ts'
import { sessionsOf } from '../../../src/classes/schedule.ts'
import { createIds } from '../../../src/core/ids.ts'
import type { Db } from '../../../src/db/open.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { NOW, person, sealer } from '../../support/samples.ts'

export const GIA_LAI = '52' as UnitCode
export const ids = createIds(() => NOW)
export const personIndex = createPersonIndex(Buffer.alloc(32, 'an index key of the tests'))
export const OFFER = { offerMs: 24 * 3_600_000 }

export function day(text: string): Day {
  return text as Day
}

/** UTC ms of a time in Vietnam: `at('2026-10-05', '19:30')`. */
export function at(date: string, time = '00:00'): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return instantOf(day(date), hours * 60 + minutes)
}

/** A class on the evening of 10/10/2026, ten days after `NOW`, unless told otherwise. */
export function plan(change: Partial<Omit<ClassPlan, 'code'>> & { code?: string } = {}): ClassPlan {
  return {
    subject: 'Dùng VNeID an toàn',
    audience: 'Người cao tuổi',
    province: GIA_LAI,
    commune: '23920' as UnitCode,
    place: 'Nhà văn hóa thôn 3',
    mapLink: null,
    teacher: 'Tổ công nghệ số thôn 3',
    capacity: 30,
    opensAt: null,
    closesAt: null,
    schedule: { kind: 'once', date: day('2026-10-10'), start: 19 * 60 + 30, end: 21 * 60 },
    mode: 'in_person',
    status: 'open',
    ...change,
    code: (change.code ?? 'LC12') as ClassCode,
  }
}

export function add(db: Db, change: Parameters<typeof plan>[0] = {}): Promise<ClassId> {
  const planned = plan(change)
  return addClass(db, planned, sessionsOf(planned.schedule, new Set()), { ids, now: NOW })
}

/** The number's own person, signing up by themselves. */
export function wanted(classId: ClassId, number: number, change: Partial<NewRegistration> = {}): NewRegistration {
  return {
    id: ids.next() as RegistrationId,
    classId,
    contact: person(number),
    person: { name: `Người Thứ ${number}`, phone: `09${String(number).padStart(8, '0')}` },
    consentVersion: '2026-09',
    ...change,
  }
}

/** Signs a person up in a transaction of its own. */
export function signUp(db: Db, registration: NewRegistration, now = NOW): Promise<RegisterResult> {
  return db.transaction().execute((trx) => register(trx, sealer, personIndex, registration, now))
}
