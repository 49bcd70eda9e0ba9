import { join } from 'node:path'
import { z } from 'zod'
import { eraseEndedClass, findEndedClass } from '../../classes/retention.store.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { minutesOf, monthsBefore } from '../../core/vietnam-day.ts'
import type { Db } from '../../db/open.ts'

const retentionSchema = z.strictObject({ months_after_end: z.int().min(1).max(60) })

/** `data/classes/retention.yaml`. */
export type ClassRetention = z.infer<typeof retentionSchema>

/** Reads it under `root`. Throws an `AppError` that names a mistake in it. */
export function readClassRetention(root: string): ClassRetention {
  return readYaml(join(root, 'data/classes/retention.yaml'), retentionSchema)
}

/** It counts whole communes: while people sleep, nobody waits for that. In minutes after midnight. */
const NIGHT = { from: 60, to: 5 * 60 }
const MOST_A_MINUTE = 50

/**
 * Erases the people of classes that ended as long ago as they were told at sign-up, in the small hours, each class in a
 * transaction of its own; to be run every minute. Gives how many classes that were.
 */
export async function eraseOldClasses(db: Db, { months_after_end }: ClassRetention, now: number): Promise<number> {
  const minutes = minutesOf(now)
  if (minutes < NIGHT.from || minutes >= NIGHT.to) return 0
  const before = monthsBefore(now, months_after_end)
  for (let erased = 0; erased < MOST_A_MINUTE; erased++) {
    const id = await findEndedClass(db, before)
    if (id === null) return erased
    await db.transaction().execute((trx) => eraseEndedClass(trx, id))
  }
  return MOST_A_MINUTE
}
