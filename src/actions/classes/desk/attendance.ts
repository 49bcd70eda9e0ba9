import { listRegistrations } from '../../../classes/registration.store.ts'
import type { Registration } from '../../../classes/registration.ts'
import { type HeldSession, listHeldSessions, sessionUnderWay } from '../../../classes/session.store.ts'
import { vietnamDate } from '../../../core/clock.ts'
import { HOUR_MS } from '../../../core/durations.ts'
import { fill } from '../../../core/fill.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'
import { personSaid, valuesOf } from './class-said.ts'
import type { Attendance } from './read-attendance.ts'
import { type AtDesk, readBack } from './read-back.ts'
import { lookedAt } from './rosters.ts'

/** Lists are called out as people come in, a little before the lesson begins. */
const EARLY_MS = HOUR_MS

/** Whether a person is on the list that is called out. */
export function isCalledOut({ status }: Registration): boolean {
  return status === 'registered' || status === 'attended' || status === 'missed'
}

/** The list to call out, with how to say who came. */
export async function showAttendance(desk: ClassDesk, { member, row, now }: AtDesk): Promise<StaffTurn> {
  const { texts } = desk
  const people = (await listRegistrations(desk.db, desk.sealer, row.id)).filter(isCalledOut)
  const lines = people.length === 0 ? [texts.nobody] : people.map((person) => personSaid(texts, person))
  const how = fill(texts.attendance_how, { code: row.code })
  return sayAtDesk([fill(texts.head, valuesOf(row)), ...lines, how].join('\n'), lookedAt(member, row, people, now))
}

/** Reads back who came to the lesson under way and who did not; nothing is noted yet. */
export async function askForAttendance(desk: ClassDesk, at: AtDesk, attendance: Attendance): Promise<StaffTurn> {
  const { texts } = desk
  const { row, now } = at
  if (row.status === 'cancelled') return sayAtDesk(fill(texts.class_cancelled, { code: row.code }))
  const session = sessionUnderWay(await listHeldSessions(desk.db, row.id), { now, earlyMs: EARLY_MS })
  if (!session) return sayAtDesk(fill(texts.attendance_too_early, valuesOf(row)))
  return callOut(desk, at, session, attendance)
}

async function callOut(
  desk: ClassDesk,
  at: AtDesk,
  session: HeldSession,
  { who, present }: Attendance,
): Promise<StaffTurn> {
  const { texts } = desk
  const { id, code } = at.row
  const people = (await listRegistrations(desk.db, desk.sealer, id)).filter(isCalledOut)
  if (people.length === 0) return sayAtDesk(`${fill(texts.head, valuesOf(at.row))}\n${texts.nobody}`)
  const named = new Set(who === 'all' ? people.map(({ position }) => position) : who)
  const strange = [...named].filter((number) => !people.some(({ position }) => position === number))
  if (strange.length > 0) return sayAtDesk(fill(texts.not_on_list, { code, numbers: strange.slice(0, 20).join(', ') }))
  const came = people.filter(({ position }) => named.has(position) === present)
  const away = people.filter(({ position }) => named.has(position) !== present)
  const said = fill(texts.ask.attendance, {
    code,
    date: vietnamDate(session.startsAt),
    ...namesSaid(texts, 'came', came),
    ...namesSaid(texts, 'away', away),
  })
  const numbers = came.map(({ position }) => position)
  return readBack(desk, at, { deed: 'attendance', sessionAt: session.startsAt, present: numbers }, said)
}

function namesSaid(texts: ClassDesk['texts'], key: 'came' | 'away', people: readonly Registration[]) {
  const names = people.map(({ position, name }) => `${position} ${name}`).join(', ')
  return { [key]: names === '' ? texts.none : names, [`${key}_count`]: String(people.length) }
}
