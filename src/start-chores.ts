import { schedule } from 'node-cron'
import type { Receipts } from './broadcasts/receipts.ts'
import { doChores } from './jobs/chores.ts'
import { every } from './jobs/every.ts'
import { type MinuteChoreParts, minuteChores } from './minute-chores.ts'

const EVERY_FIVE_SECONDS = '*/5 * * * * *'

/** Starts what recurs by the clock: receipts written, lessons learned, and the chores of every minute. Stopped with `parts`. */
export function startChores(
  parts: AsyncDisposableStack,
  { receipts, ...minutely }: MinuteChoreParts & { readonly receipts: Receipts },
): void {
  const { clock, log } = minutely.broadcasts
  const { learning } = minutely.domain
  const count = () => doChores([{ name: 'receipts', run: () => receipts.write(clock.now()) }], log)
  // What was noted last is written with the second.
  parts.defer(async () => {
    await count()
    await count()
  })
  parts.use(every(EVERY_FIVE_SECONDS, count))
  const learn = () => doChores([{ name: 'lessons', run: () => learning.catchUp() }], log)
  parts.use(every(EVERY_FIVE_SECONDS, learn))
  const chores = minuteChores(minutely)
  const everyMinute = schedule('* * * * *', () => doChores(chores, log), {
    timezone: 'Asia/Ho_Chi_Minh',
    noOverlap: true,
  })
  parts.defer(() => everyMinute.stop())
}
