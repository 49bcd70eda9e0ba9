import { type AlarmTexts, sayAlarm } from '../../broadcasts/alarm-texts.ts'
import { type Alarm, findAlarms } from '../../broadcasts/alarms.ts'
import { findBroadcast, getBroadcastOrThrow, listBroadcasts } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { BroadcastId } from '../../broadcasts/broadcasts.schema.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { forgetOldCompositions } from '../../broadcasts/composition.store.ts'
import { isNoticeKept, keepNotice, takeTestWishes } from '../../broadcasts/notice.store.ts'
import { previewAudience } from '../../broadcasts/preview.ts'
import { mayHandle, memberNamed } from '../../broadcasts/rights.ts'
import { fill } from '../../core/fill.ts'
import type { Db } from '../../db/open.ts'
import type { StaffMember } from '../../staff/member.ts'
import { listStaff } from '../../staff/staff.store.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { announcedSaid } from './say-broadcast.ts'
import { submittedNotice, type Telling, tell, tellApprovers } from './tell-officers.ts'
import { deliverTest } from './test-send.ts'

const MAX_WAITING = 200

/**
 * Tells officers what they have to know of announcements, each thing once, by whichever process comes first: what waits for
 * their approval, wherever it was handed in, and what does not go as it should. To be run every minute.
 */
export async function tellOfBroadcasts(desk: BroadcastDesk, now: number): Promise<void> {
  const { db } = desk
  await forgetOldCompositions(db, now)
  await db.transaction().execute(async (trx) => {
    for (const { broadcast, by } of await takeTestWishes(trx)) await carryOutTest(trx, desk, broadcast, by, now)
  })
  const waiting = await listBroadcasts(db, { statuses: ['submitted'], limit: MAX_WAITING })
  const alarms = await findAlarms(db, now)
  // One of them that cannot be told keeps no other from being told.
  const failures: unknown[] = []
  for (const step of [
    ...waiting.map((broadcast) => () => askOnce(desk, broadcast, now)),
    ...alarms.map((alarm) => () => tellAlarm(desk, alarm, now)),
  ])
    await step().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

async function carryOutTest(trx: Db, desk: BroadcastDesk, id: BroadcastId, by: string, now: number): Promise<void> {
  const broadcast = await findBroadcast(trx, id)
  const member = await memberNamed(trx, desk.sealer, by)
  if (broadcast && member) await deliverTest(trx, desk, member, broadcast, now)
}

async function askOnce(desk: BroadcastDesk, broadcast: Broadcast, now: number): Promise<void> {
  if (await isNoticeKept(desk.db, submittedNotice(broadcast))) return
  const preview = announcedSaid(desk, broadcast, await previewAudience(desk, broadcast, now), now)
  await desk.db.transaction().execute(async (trx) => {
    // What was changed while its people were counted is asked with its new words, a minute later.
    const stored = await getBroadcastOrThrow(trx, broadcast.id)
    if (stored.status === 'submitted' && stored.changedAt === broadcast.changedAt)
      await tellApprovers(trx, desk, stored, preview, now)
  })
}

async function tellAlarm(desk: BroadcastDesk, alarm: Alarm, now: number): Promise<void> {
  if (await isNoticeKept(desk.db, alarm)) return
  await desk.db.transaction().execute(async (trx) => {
    const broadcast = await findBroadcast(trx, alarm.broadcast)
    if (!broadcast || !(await keepNotice(trx, alarm, now))) return
    const text = alarmSaid(desk, desk.alarms, broadcast, alarm)
    for (const member of await officersOf(trx, desk, broadcast))
      await tell(trx, desk, member, broadcast, {
        key: `${alarm.kind}-${alarm.about}`,
        message: { type: 'text', text },
        now,
      })
  })
}

function alarmSaid({ says }: Pick<Telling, 'says'>, texts: AlarmTexts, { id, title }: Broadcast, alarm: Alarm): string {
  return fill(says.alarm, { code: codeOf(id), title, ...sayAlarm(texts, alarm) })
}

/** Who made a broadcast and who approved it; where neither can be told, everybody with the right to it. */
async function officersOf(db: Db, { sealer, units }: Telling, broadcast: Broadcast): Promise<StaffMember[]> {
  const { author, changedBy, approval } = broadcast
  const actors = new Set([author, changedBy, approval?.by].filter((actor) => actor !== null && actor !== undefined))
  const named = await Promise.all([...actors].map((actor) => memberNamed(db, sealer, actor)))
  const known = named.filter((member) => member !== undefined && member.contact !== null) as StaffMember[]
  if (known.length > 0) return known
  return (await listStaff(db, sealer)).filter((member) => mayHandle(units, member, broadcast))
}
