import { recordClassAudit } from '../../../classes/audit.store.ts'
import type { ClassRow } from '../../../classes/class-row.ts'
import { fill } from '../../../core/fill.ts'
import { actorOf, canActIn, type StaffMember } from '../../../staff/member.ts'
import { findStaffByContact } from '../../../staff/staff.store.ts'
import type { StaffWords } from '../../../support/handle-staff-command.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import { addPerson } from './add-person.ts'
import { carryOut } from './carry-out.ts'
import type { ClassDesk } from './class-desk.ts'
import { askForAttendance, askToChange, showAttendance } from './intents.ts'
import { type ClassCommand, readClassCommand } from './read-class-command.ts'
import { showRoster, showSeats, showToday } from './rosters.ts'

/** The turn of a member of staff who types a command about classes; null for everyone and everything else. */
export async function classStaffTurn(desk: ClassDesk, words: StaffWords): Promise<StaffTurn | null> {
  const command = readClassCommand(words.text)
  if (command === null) return null
  const member = await findStaffByContact(desk.db, desk.sealer, words.contact)
  return member ? handleClassCommand(desk, { member, command, now: words.now }) : null
}

/** Decides what a member's command comes to. Classes of other units are refused, which is written down. */
export async function handleClassCommand(
  desk: ClassDesk,
  { member, command, now }: { member: StaffMember; command: ClassCommand; now: number },
): Promise<StaffTurn> {
  if (command.type === 'today') return showToday(desk, member, now)
  const { texts } = desk
  const { code } = command
  const row = await desk.db.selectFrom('classes').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return sayAtDesk(fill(texts.not_found, { code }))
  if (!canActIn(desk.units, member, row.commune_code)) return refuse(desk, member, row, command.type, now)
  switch (command.type) {
    case 'roster':
      return showRoster(desk, member, row, now)
    case 'seats':
      return showSeats(desk, row)
    case 'open':
    case 'close':
      return askToChange(desk, member, row, command.type, now)
    case 'attendance':
      return showAttendance(desk, member, row, now)
    case 'mark':
      return askForAttendance(desk, member, row, command.attendance, now)
    case 'unread_attendance':
      return sayAtDesk(fill(texts.attendance_how, { code }))
    case 'agree':
      return carryOut(desk, member, row, now)
    case 'add':
      return addPerson(desk, { member, row, name: command.name, phone: command.phone, now })
  }
}

function refuse({ texts }: ClassDesk, member: StaffMember, row: ClassRow, tried: string, now: number): StaffTurn {
  const refusal = {
    at: now,
    actor: actorOf(member),
    action: 'class_refused' as const,
    subject: `class:${row.id}`,
    detail: tried,
  }
  return sayAtDesk(fill(texts.not_found, { code: row.code }), (trx) => recordClassAudit(trx, refusal))
}
