import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { markAttendance } from './change-registration.ts'
import type { RegistrationId } from './classes.schema.ts'

/** Whether a person came to one date of a class, and who says so. */
export interface AttendanceNote {
  readonly registration: RegistrationId
  /** When the lesson began, UTC ms. */
  readonly sessionAt: number
  readonly status: 'attended' | 'missed'
  /** `staff:01h…`, or `self` for somebody who scanned the poster. */
  readonly by: string
}

/** Notes it for that date; may be corrected. False, and nothing is noted, when the person has no seat. */
export async function noteAttendance(db: Db, note: AttendanceNote, now: number): Promise<boolean> {
  if (!(await markAttendance(db, note.registration, note.status, now))) return false
  const noted = { status: note.status, noted_by: note.by, noted_at: now }
  await db
    .insertInto('class_attendance')
    .values({ registration_id: note.registration, session_at: note.sessionAt, ...noted })
    .onConflict((oc) => oc.columns(['registration_id', 'session_at']).doUpdateSet(noted))
    .execute()
  return true
}

/** Those of `people` who are noted as present at that date. */
export async function listPresent(
  db: Db,
  { people, sessionAt }: { readonly people: readonly RegistrationId[]; readonly sessionAt: number },
): Promise<ReadonlySet<RegistrationId>> {
  const rows = await db
    .selectFrom('class_attendance')
    .select('registration_id')
    .where('registration_id', 'in', people)
    .where('session_at', '=', sessionAt)
    .where('status', '=', 'attended')
    .execute()
  return new Set(rows.map((row) => row.registration_id))
}

/** How many dates are noted, present or not, of the people whom a contact signed up. */
export async function countAttendance(db: Db, contact: ContactId): Promise<number> {
  const { count } = await db
    .selectFrom('registrations')
    .innerJoin('class_attendance', 'class_attendance.registration_id', 'registrations.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('registrations.contact_id', '=', contact)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How many lessons the person of a registration came to, in all the classes that the same contact signed them up for. */
export async function countLessons(db: Db, registration: RegistrationId): Promise<number> {
  const { count } = await db
    .selectFrom('registrations as one')
    .innerJoin('registrations as own', (join) =>
      join.onRef('own.contact_id', '=', 'one.contact_id').onRef('own.person_index', '=', 'one.person_index'),
    )
    .innerJoin('class_attendance', 'class_attendance.registration_id', 'own.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('one.id', '=', registration)
    .where('class_attendance.status', '=', 'attended')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What somebody has learned: a person of a contact, with how many lessons of which subjects. */
export interface LearningRecord {
  readonly name: string
  readonly lessons: number
  readonly subjects: readonly { readonly subject: string; readonly lessons: number }[]
}

/** The learning records of the people whom a contact signed up, in the order of their first sign-up. */
export async function listLearningRecords(db: Db, sealer: Sealer, contact: ContactId): Promise<LearningRecord[]> {
  const rows = await db
    .selectFrom('registrations')
    .innerJoin('classes', 'classes.id', 'registrations.class_id')
    .leftJoin('class_attendance', (join) =>
      join
        .onRef('class_attendance.registration_id', '=', 'registrations.id')
        .on('class_attendance.status', '=', 'attended'),
    )
    .select(['registrations.person_index', 'registrations.sealed_name', 'classes.subject'])
    .select((eb) => eb.fn.count<number>('class_attendance.session_at').as('lessons'))
    .where('registrations.contact_id', '=', contact)
    .groupBy(['registrations.id', 'registrations.person_index', 'registrations.sealed_name', 'classes.subject'])
    .groupBy(['registrations.created_at', 'registrations.position'])
    .orderBy('registrations.created_at')
    .orderBy('registrations.position')
    .execute()
  const people = Map.groupBy(rows, ({ person_index: person }) => person)
  return Array.from(people.values(), (own) => {
    const subjects = new Map<string, number>()
    for (const { subject, lessons } of own) subjects.set(subject, (subjects.get(subject) ?? 0) + Number(lessons))
    const attended = [...subjects].filter(([, lessons]) => lessons > 0)
    return {
      name: own[0] ? (sealer.open(own[0].sealed_name) as string) : '',
      lessons: attended.reduce((sum, [, lessons]) => sum + lessons, 0),
      subjects: attended.map(([subject, lessons]) => ({ subject, lessons })),
    }
  })
}
