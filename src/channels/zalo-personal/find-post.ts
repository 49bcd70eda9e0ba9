import { findBroadcast } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { isOpenAt, type SendingRules } from '../../broadcasts/rules.ts'
import { listOpenRuns, type Run } from '../../broadcasts/run.store.ts'
import { vietnamDate } from '../../core/clock.ts'
import { HOUR_MS } from '../../core/durations.ts'
import type { ProvinceId } from '../../core/ids.ts'
import { dayOf, instantOf } from '../../core/vietnam-day.ts'
import type { Db } from '../../db/open.ts'
import { type Province, provinceOrThrow } from '../../places/provinces.ts'
import type { UnitId } from '../../staff/member.ts'
import type { Units } from '../../staff/units.ts'
import { groupTextOf } from './group-text.ts'
import { countPostsSince, findGroupsLeft } from './post.store.ts'
import type { GroupRules } from './rules.ts'

export interface FindingOptions {
  readonly db: Db
  readonly rules: GroupRules
  readonly sendingRules: Pick<SendingRules, 'urgency'>
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly units: Pick<Units, 'within'>
}

/** One post that may be made. */
export interface DuePost {
  readonly run: number
  readonly group: string
  readonly text: string
}

/** The next post of the oldest run that may be posted at `now`; null when there is none, or the day's number is used up. */
export async function findDuePost(options: FindingOptions, now: number): Promise<DuePost | null> {
  const { db, rules, sendingRules, provinces } = options
  for (const run of await listOpenRuns(db)) {
    const broadcast = await findBroadcast(db, run.broadcast)
    if (broadcast?.status !== 'sending' || run.held !== null) continue
    if (!isOpenAt(sendingRules.urgency[broadcast.urgency].hours, now)) continue
    const group = await findNextGroup(options, broadcast, run, now)
    if (group === null) continue
    const where = { province: provinceOrThrow(provinces, broadcast.province), date: vietnamDate(run.dueAt) }
    return { run: run.id, group, text: groupTextOf(broadcast.content, rules.footer, where) }
  }
  return null
}

/** The next group of a run, whether or not it may be posted just now; null when nothing more of it will be. */
export async function findNextGroup(
  { db, rules, units }: FindingOptions,
  { segment, province, training }: Broadcast,
  run: Run,
  now: number,
): Promise<string | null> {
  if (!segment.groups || training) return null
  if (now > (run.startedAt ?? run.dueAt) + rules.pace.give_up_hours * HOUR_MS) return null
  if ((await countPosts(db, now)) >= rules.pace.posts_per_day) return null
  const ofProvince = units.within(province as string as UnitId)
  const communes = segment.communes?.filter((code) => ofProvince.includes(code as UnitId)) ?? ofProvince
  const [next] = await findGroupsLeft(db, run.id, communes)
  return next?.group ?? null
}

/** Posts tried since midnight in Việt Nam. */
async function countPosts(db: Db, now: number): Promise<number> {
  const counts = await countPostsSince(db, instantOf(dayOf(now), 0))
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
