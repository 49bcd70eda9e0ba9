import { join } from 'node:path'
import { z } from 'zod'
import { eraseEndedClass, findEndedClass } from '../../classes/retention.store.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { monthsBefore } from '../../core/vietnam-day.ts'
import type { Db } from '../../db/open.ts'
import { isSmallHours } from '../small-hours.ts'

const retentionSchema = z.strictObject({ months_after_end: z.int().min(1).max(60) })

/** `data/classes/retention.yaml`. */
export type ClassRetention = z.infer<typeof retentionSchema>

/** Reads it under `root`. Throws an `AppError` that names a mistake in it. */
export function readClassRetention(root: string): ClassRetention {
  return readYaml(join(root, 'data/classes/retention.yaml'), retentionSchema)
}

const MOST_A_MINUTE = 50

/**
 * Erases the people of classes that ended as long ago as they were told at sign-up, in the small hours, each class in a
 * transaction of its own; to be run every minute. Gives how many classes that were.
 */
export async function eraseOldClasses(db: Db, { months_after_end }: ClassRetention, now: number): Promise<number> {
  // It counts whole communes.
  if (!isSmallHours(now)) return 0
  const before = monthsBefore(now, months_after_end)
  for (let erased = 0; erased < MOST_A_MINUTE; erased++) {
    const id = await findEndedClass(db, before)
    if (id === null) return erased
    await db.transaction().execute((trx) => eraseEndedClass(trx, id))
  }
  return MOST_A_MINUTE
}
