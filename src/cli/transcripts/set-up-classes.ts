import type { Day } from '../../calendar/days.ts'
import { addClass } from '../../classes/class.store.ts'
import type { ClassCode, ClassPlan } from '../../classes/class.ts'
import { sessionsOf } from '../../classes/schedule.ts'
import type { UnitCode } from '../../places/commune.ts'
import type { Stage } from './stage.ts'
import type { ClassOfChat, Transcript } from './transcript.schema.ts'

const HOURS = { start: 19 * 60, end: 21 * 60 } as const

/** Leaves just the chat's classes in the catalogue, with nobody signed up: what other chats did is not seen in this one. */
export async function setUpClasses(stage: Stage, { lớp: classes, province }: Transcript): Promise<void> {
  const { ids, clock } = stage
  const { db } = stage.database
  for (const table of ['registrations', 'class_sessions', 'classes'] as const) await db.deleteFrom(table).execute()
  for (const one of classes) {
    const plan = planOf(one, stage.codeOf(province))
    await addClass(db, plan, sessionsOf(plan.schedule, new Set()), { ids, now: clock.now() })
  }
}

function planOf(one: ClassOfChat, province: UnitCode) {
  const { mã: code, môn: subject, xã: commune, ngày: date, chỗ: capacity, 'bản đồ': mapLink } = one
  return {
    code: code as ClassCode,
    subject,
    audience: null,
    province,
    commune: commune as UnitCode,
    place: 'Nhà văn hóa',
    mapLink,
    teacher: null,
    capacity,
    opensAt: null,
    closesAt: null,
    schedule: { kind: 'once', date: date as Day, ...HOURS },
    mode: 'in_person',
    status: 'open',
  } satisfies ClassPlan
}
