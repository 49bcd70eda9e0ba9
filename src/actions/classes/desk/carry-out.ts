import { recordClassAudit } from '../../../classes/audit.store.ts'
import { markAttendance } from '../../../classes/change-registration.ts'
import { type ClassRow, holdClass } from '../../../classes/class-row.ts'
import { type ClassIntent, findIntent, takeIntent } from '../../../classes/intent.store.ts'
import { listRegistrations } from '../../../classes/registration.store.ts'
import { ChangedMeanwhile } from '../../../core/errors.ts'
import { fill } from '../../../core/fill.ts'
import type { Message } from '../../../core/messages.ts'
import type { Db } from '../../../db/open.ts'
import { actorOf, type StaffMember } from '../../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'
import { isCalledOut } from './intents.ts'

/** Does what was read back, once the member has agreed. */
export async function carryOut(desk: ClassDesk, member: StaffMember, row: ClassRow, now: number): Promise<StaffTurn> {
  const intent = await findIntent(desk.db, { staff: member.id, classId: row.id, now })
  if (!intent) return sayAtDesk(fill(desk.texts.nothing_waits, { code: row.code }))
  return {
    messages: [],
    writes: [
      async (trx): Promise<readonly Message[]> => {
        if (!(await takeIntent(trx, intent))) throw new ChangedMeanwhile(`class:${row.id}`)
        const text =
          intent.deed === 'attendance'
            ? await noteAttendance(trx, desk, member, row, intent, now)
            : await changeSignUp(trx, desk, member, row, intent.deed, now)
        return [{ type: 'text', text }]
      },
    ],
  }
}

async function changeSignUp(
  trx: Db,
  { texts }: ClassDesk,
  member: StaffMember,
  { id, code }: ClassRow,
  deed: 'open' | 'close',
  now: number,
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

async function noteAttendance(
  trx: Db,
  { sealer, texts }: ClassDesk,
  member: StaffMember,
  { id, code }: ClassRow,
  intent: ClassIntent,
  now: number,
): Promise<string> {
  const came = new Set(intent.present)
  const counts = { attended: 0, missed: 0 }
  for (const person of await listRegistrations(trx, sealer, id)) {
    // Whoever was put on the list after it was read back was not among those who were called missing.
    if (!isCalledOut(person) || person.createdAt > intent.createdAt) continue
    const status = came.has(person.position) ? 'attended' : 'missed'
    if (await markAttendance(trx, person.id, status, now)) counts[status] += 1
  }
  await recordClassAudit(trx, {
    at: now,
    actor: actorOf(member),
    action: 'attendance_noted',
    subject: `class:${id}`,
    detail: `${counts.attended} attended, ${counts.missed} missed`,
  })
  return fill(texts.done.attendance, {
    code,
    came_count: String(counts.attended),
    away_count: String(counts.missed),
  })
}
