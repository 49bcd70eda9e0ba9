import { dayOf, startOfDay } from '../../../calendar/days.ts'
import { recordClassAudit } from '../../../classes/audit.store.ts'
import type { ClassRow } from '../../../classes/class-row.ts'
import { ratingOf } from '../../../classes/rating.store.ts'
import { listRegistrations } from '../../../classes/registration.store.ts'
import type { Registration } from '../../../classes/registration.ts'
import { vietnamTime } from '../../../core/clock.ts'
import { DAY_MS } from '../../../core/durations.ts'
import { fill } from '../../../core/fill.ts'
import type { Write } from '../../../engine/action.ts'
import type { UnitCode } from '../../../places/commune.ts'
import { actorOf, type StaffMember } from '../../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'
import { personSaid, valuesOf } from './class-said.ts'

const SHOWN = 20

/** The lessons of today in a member's units. */
export async function showToday({ db, units, texts }: ClassDesk, member: StaffMember, now: number): Promise<StaffTurn> {
  const midnight = startOfDay(dayOf(now))
  const rows = await db
    .selectFrom('class_sessions')
    .innerJoin('classes', 'classes.id', 'class_sessions.class_id')
    .selectAll('classes')
    .select(['class_sessions.starts_at as from', 'class_sessions.ends_at as to'])
    .where('class_sessions.starts_at', '>=', midnight)
    .where('class_sessions.starts_at', '<', midnight + DAY_MS)
    .where('class_sessions.status', '<>', 'cancelled')
    .where('class_sessions.commune_code', 'in', units.within(member.unit) as readonly UnitCode[])
    .where('classes.status', 'in', ['open', 'closed'])
    .orderBy('class_sessions.starts_at')
    .orderBy('classes.code')
    .execute()
  if (rows.length === 0) return sayAtDesk(texts.today_none)
  const lines = rows.slice(0, SHOWN).map((row) => {
    return fill(texts.today_line, { ...valuesOf(row), from: vietnamTime(row.from), to: vietnamTime(row.to) })
  })
  const more = rows.length > SHOWN ? [fill(texts.more, { count: String(rows.length - SHOWN) })] : []
  return sayAtDesk([fill(texts.today, { count: String(rows.length) }), ...lines, ...more].join('\n'))
}

/** How many seats a class has left. */
export async function showSeats(desk: ClassDesk, row: ClassRow): Promise<StaffTurn> {
  return sayAtDesk(await seatsSaid(desk, row))
}

/** Everybody on the list of a class but those who cancelled; who looked is written down. */
export async function showRoster(desk: ClassDesk, member: StaffMember, row: ClassRow, now: number): Promise<StaffTurn> {
  const { db, sealer, texts } = desk
  const people = (await listRegistrations(db, sealer, row.id)).filter(({ status }) => status !== 'cancelled')
  const lines = people.length === 0 ? [texts.nobody] : people.map((person) => personSaid(texts, person))
  return sayAtDesk([await seatsSaid(desk, row), ...lines].join('\n'), lookedAt(member, row, people, now))
}

/** Seats, and how people found the class once somebody said so. */
async function seatsSaid({ db, texts }: ClassDesk, row: ClassRow): Promise<string> {
  const seats = fill(texts.seats, { ...valuesOf(row), sign_up: texts.sign_up[row.status] })
  const rating = await ratingOf(db, row.id)
  if (!rating) return seats
  const values = { mean: rating.mean.toFixed(1).replace('.', ','), count: String(rating.count) }
  return `${seats}\n${fill(texts.rating, values)}`
}

/** Writes down that a member saw the names of these people. */
export function lookedAt(
  member: StaffMember,
  row: ClassRow,
  people: readonly Pick<Registration, 'id'>[],
  now: number,
): Write {
  const look = {
    at: now,
    actor: actorOf(member),
    action: 'registrations_listed' as const,
    subject: `class:${row.id}`,
    detail: String(people.length),
  }
  return (trx) => recordClassAudit(trx, look)
}
