import { join } from 'node:path'
import { z } from 'zod'
import { DAY_MS } from '../core/durations.ts'
import { readYaml } from '../core/read-yaml.ts'
import { monthsBefore } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { forgetOldEvents } from '../inbox/retention.store.ts'
import { forgetOldMessages } from '../outbox/retention.store.ts'
import { forgetOldRequests } from '../requests/retention.store.ts'
import { forgetOldTickets } from '../support/retention.store.ts'
import { isSmallHours } from './small-hours.ts'

const retentionSchema = z.strictObject({
  message_days: z.int().min(30).max(3650),
  request_months: z.int().min(1).max(60),
})

/** `data/retention.yaml`. */
export type Retention = z.infer<typeof retentionSchema>

/** Reads it under `root`. Throws an `AppError` that names a mistake in it. */
export function readRetention(root: string): Retention {
  return readYaml(join(root, 'data/retention.yaml'), retentionSchema)
}

/** Each is a transaction of some milliseconds; between them others have their turn. */
const MOST_A_MINUTE = 40

/**
 * Erases the words of conversations, and of requests that are done, that were kept as long as people were told, in the
 * small hours; to be run every minute.
 */
export async function forgetOldWords(
  db: Db,
  sealer: Sealer,
  { message_days: days, request_months: months }: Retention,
  now: number,
): Promise<void> {
  if (!isSmallHours(now)) return
  const [spoken, done] = [now - days * DAY_MS, monthsBefore(now, months)]
  await asOftenAsNeeded(() => forgetOldEvents(db, sealer, spoken))
  await asOftenAsNeeded(() => forgetOldMessages(db, sealer, spoken))
  await asOftenAsNeeded(() => db.transaction().execute((trx) => forgetOldTickets(trx, sealer, done, now)))
  await db.transaction().execute((trx) => forgetOldRequests(trx, sealer, done, now))
}

async function asOftenAsNeeded(forgetSome: () => Promise<boolean>): Promise<void> {
  for (let times = 0; times < MOST_A_MINUTE; times++) if (!(await forgetSome())) return
}
