import { noteAttendance } from '../../../classes/attendance.store.ts'
import { recordClassAudit } from '../../../classes/audit.store.ts'
import { holdClass } from '../../../classes/class-row.ts'
import type { RegistrationId } from '../../../classes/classes.schema.ts'
import { findIntent, takeIntent } from '../../../classes/intent.store.ts'
import type { ClassLetterId } from '../../../classes/letter.store.ts'
import type { ClassIntent, Proposal } from '../../../classes/proposal.ts'
import { listRegistrations } from '../../../classes/registration.store.ts'
import { ChangedMeanwhile } from '../../../core/errors.ts'
import { fill } from '../../../core/fill.ts'
import type { Message } from '../../../core/messages.ts'
import type { Db } from '../../../db/open.ts'
import { actorOf } from '../../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import { addPerson } from './add-person.ts'
import { isCalledOut } from './attendance.ts'
import type { ClassDesk } from './class-desk.ts'
import { changeDates } from './dates.ts'
import { writeToClass } from './letters.ts'
import type { AtDesk } from './read-back.ts'

type AttendanceProposal = Extract<Proposal, { deed: 'attendance' }>

/** Does what was read back, once the member has agreed. */
export async function carryOut(desk: ClassDesk, at: AtDesk): Promise<StaffTurn> {
  const { member, row, now } = at
  const intent = await findIntent(desk.db, desk.sealer, { staff: member.id, classId: row.id, now })
  if (!intent) return sayAtDesk(fill(desk.texts.nothing_waits, { code: row.code }))
  const id = desk.ids.next()
  return {
    messages: [],
    writes: [
      async (trx): Promise<readonly Message[]> => {
        if (!(await takeIntent(trx, intent))) throw new ChangedMeanwhile(`class:${row.id}`)
        return doIt(trx, desk, at, intent, id)
      },
    ],
  }
}

/** Forgets what was read back. */
export async function drop(desk: ClassDesk, { member, row, now }: AtDesk): Promise<StaffTurn> {
  const intent = await findIntent(desk.db, desk.sealer, { staff: member.id, classId: row.id, now })
  const { code } = row
  if (!intent) return sayAtDesk(fill(desk.texts.nothing_waits, { code }))
  return sayAtDesk(fill(desk.texts.dropped, { code }), async (trx) => {
    await takeIntent(trx, intent)
  })
}

/** `id` is that of what the deed adds, if anything. */
async function doIt(
  trx: Db,
  desk: ClassDesk,
  at: AtDesk,
  intent: ClassIntent,
  id: string,
): Promise<readonly Message[]> {
  const { proposal } = intent
  switch (proposal.deed) {
    case 'open':
    case 'close':
      return say(await changeSignUp(trx, desk, at, proposal.deed))
    case 'attendance':
      return say(await noteRollCall(trx, desk, at, intent, proposal))
    case 'add':
      return say(await addPerson(trx, desk, at, { id: id as RegistrationId, person: proposal }))
    case 'letter':
      return writeToClass(trx, desk, at, { id: id as ClassLetterId, text: proposal.text })
    case 'move':
    case 'cancel_date':
    case 'cancel_class':
      return changeDates(trx, desk, at, proposal)
  }
}

async function changeSignUp(
  trx: Db,
  { texts }: ClassDesk,
  { member, row: { id, code }, now }: AtDesk,
  deed: 'open' | 'close',
): Promise<string> {
  const held = await holdClass(trx, id)
  if (!held || held.status === 'cancelled') return fill(texts.class_cancelled, { code })
  const status = deed === 'open' ? 'open' : 'closed'
  if (held.status === status) return fill(texts.already[deed], { code })
  await trx.updateTable('classes').set({ status, updated_at: now }).where('id', '=', id).execute()
  const action = deed === 'open' ? 'class_opened' : 'class_closed'
  await recordClassAudit(trx, { at: now, actor: actorOf(member), action, subject: `class:${id}` })
  return fill(texts.done[deed], { code })
}

async function noteRollCall(
  trx: Db,
  { sealer, texts }: ClassDesk,
  { member, row: { id, code }, now }: AtDesk,
  { createdAt }: ClassIntent,
  { sessionAt, present }: AttendanceProposal,
): Promise<string> {
  const came = new Set(present)
  const counts = { attended: 0, missed: 0 }
  const by = actorOf(member)
  for (const person of await listRegistrations(trx, sealer, id)) {
    // Whoever was put on the list after it was read back was not among those who were called missing.
    if (!isCalledOut(person) || person.createdAt > createdAt) continue
    const status = came.has(person.position) ? 'attended' : 'missed'
    if (await noteAttendance(trx, { registration: person.id, sessionAt, status, by }, now)) counts[status] += 1
  }
  await recordClassAudit(trx, {
    at: now,
    actor: by,
    action: 'attendance_noted',
    subject: `class:${id}`,
    detail: `${counts.attended} attended, ${counts.missed} missed`,
  })
  const values = { code, came_count: String(counts.attended), away_count: String(counts.missed) }
  return fill(texts.done.attendance, values)
}

function say(text: string): readonly Message[] {
  return [{ type: 'text', text }]
}
