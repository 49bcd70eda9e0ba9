import type { ClassRow } from '../../../classes/class-row.ts'
import type { ClassDeed } from '../../../classes/classes.schema.ts'
import { keepIntent } from '../../../classes/intent.store.ts'
import { listRegistrations } from '../../../classes/registration.store.ts'
import type { Registration } from '../../../classes/registration.ts'
import { fill } from '../../../core/fill.ts'
import { fold, normalise } from '../../../core/text.ts'
import type { StaffMember } from '../../../staff/member.ts'
import { payloadAtDesk, type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'
import { personSaid, valuesOf } from './class-said.ts'
import type { Attendance } from './read-attendance.ts'
import { lookedAt } from './rosters.ts'

/** Lists are called out as people come in, a little before the lesson begins. */
const EARLY_MS = 3_600_000

/** Whether a person is on the list that is called out. */
export function isCalledOut({ status }: Registration): boolean {
  return status === 'registered' || status === 'attended' || status === 'missed'
}

/** Reads back that sign-up is to be opened or closed; nothing changes yet. */
export function askToChange(
  { texts }: ClassDesk,
  member: StaffMember,
  row: ClassRow,
  deed: 'open' | 'close',
  now: number,
): StaffTurn {
  const { code, status } = row
  if (status === 'cancelled') return sayAtDesk(fill(texts.class_cancelled, { code }))
  const isDone = deed === 'open' ? status === 'open' : status === 'closed'
  if (isDone) return sayAtDesk(fill(texts.already[deed], { code }))
  return readBack(texts, { member, row, deed, present: [], said: fill(texts.ask[deed], valuesOf(row)), now })
}

/** The list to call out, with how to say who came. */
export async function showAttendance(
  desk: ClassDesk,
  member: StaffMember,
  row: ClassRow,
  now: number,
): Promise<StaffTurn> {
  const { texts } = desk
  const people = (await listRegistrations(desk.db, desk.sealer, row.id)).filter(isCalledOut)
  const lines = people.length === 0 ? [texts.nobody] : people.map((person) => personSaid(texts, person))
  const how = fill(texts.attendance_how, { code: row.code })
  return sayAtDesk([fill(texts.head, valuesOf(row)), ...lines, how].join('\n'), lookedAt(member, row, people, now))
}

/** Reads back who came and who did not; nothing is noted yet. */
export async function askForAttendance(
  desk: ClassDesk,
  member: StaffMember,
  row: ClassRow,
  { who, present }: Attendance,
  now: number,
): Promise<StaffTurn> {
  const { texts } = desk
  const { code } = row
  if (row.status === 'cancelled') return sayAtDesk(fill(texts.class_cancelled, { code }))
  if (row.starts_at === null || row.starts_at - EARLY_MS > now)
    return sayAtDesk(fill(texts.attendance_too_early, valuesOf(row)))
  const people = (await listRegistrations(desk.db, desk.sealer, row.id)).filter(isCalledOut)
  const named = new Set(who === 'all' ? people.map(({ position }) => position) : who)
  const strange = [...named].filter((number) => !people.some(({ position }) => position === number))
  if (strange.length > 0 || people.length === 0)
    return sayAtDesk(fill(texts.not_on_list, { code, numbers: strange.slice(0, 20).join(', ') }))
  const came = people.filter(({ position }) => named.has(position) === present)
  const away = people.filter(({ position }) => named.has(position) !== present)
  const said = fill(texts.ask.attendance, {
    code,
    ...namesSaid(texts, 'came', came),
    ...namesSaid(texts, 'away', away),
  })
  const numbers = came.map(({ position }) => position)
  return readBack(texts, { member, row, deed: 'attendance', present: numbers, said, now })
}

function namesSaid(texts: ClassDesk['texts'], key: 'came' | 'away', people: readonly Registration[]) {
  const names = people.map(({ position, name }) => `${position} ${name}`).join(', ')
  return { [key]: names === '' ? texts.none : names, [`${key}_count`]: String(people.length) }
}

function readBack(
  texts: ClassDesk['texts'],
  {
    member,
    row,
    deed,
    present,
    said,
    now,
  }: { member: StaffMember; row: ClassRow; deed: ClassDeed; present: readonly number[]; said: string; now: number },
): StaffTurn {
  const label = fill(texts.agree, { code: row.code })
  const agree = { type: 'reply', label, payload: payloadAtDesk(fold(normalise(label))) } as const
  const intent = { staff: member.id, classId: row.id, deed, present, createdAt: now }
  return {
    messages: [{ type: 'text', text: said, choices: [agree] }],
    writes: [(trx) => keepIntent(trx, intent)],
  }
}
