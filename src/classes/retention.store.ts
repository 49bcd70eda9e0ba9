import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { ClassId } from './class.ts'
import { holdClass } from './class-row.ts'
import { changeSeats } from './seats.ts'
import './classes.schema.ts'
import { keepFigures } from './figures.store.ts'

/** A class with people in it that was over at `before` (UTC ms), the first that ended; null when there is none. */
export async function findEndedClass(db: Db, before: number): Promise<ClassId | null> {
  const row = await db
    .selectFrom('classes')
    .select('id')
    .where('arrivals', '>', 0)
    // Where no lesson took place, nobody needs its list from the day on which that was decided.
    .where(sql<boolean>`coalesce(ends_at, updated_at) < ${before}`)
    .orderBy(sql`coalesce(ends_at, updated_at)`)
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/**
 * Takes away all that is held of the people of a class, as they were told at sign-up; the figures stay, without any name.
 * Inside the caller's transaction.
 */
export async function eraseEndedClass(trx: Db, id: ClassId): Promise<void> {
  const held = await holdClass(trx, id)
  // Erased by another process meanwhile, which now goes on with the next: counting again would count that one twice.
  if (!held || held.arrivals === 0) return
  await keepFigures(trx, held.commune_code, async () => {
    for (const table of ['class_reminders', 'class_attendance', 'registration_consents'] as const)
      await trx
        .deleteFrom(table)
        .where('registration_id', 'in', (eb) => eb.selectFrom('registrations').select('id').where('class_id', '=', id))
        .execute()
    await trx
      .deleteFrom('class_notices')
      .where('change_id', 'in', (eb) => eb.selectFrom('class_changes').select('id').where('class_id', '=', id))
      .execute()
    for (const table of ['class_scans', 'class_ratings', 'class_intents', 'registrations'] as const)
      await trx.deleteFrom(table).where('class_id', '=', id).execute()
    await changeSeats(trx, held, { taken: -held.taken, waiting: -held.waiting, arrivals: -held.arrivals })
  })
}
