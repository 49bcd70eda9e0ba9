import { recordClassAudit } from '../../../classes/audit.store.ts'
import type { ClassRow } from '../../../classes/class-row.ts'
import { keepFocus } from '../../../classes/focus.store.ts'
import { findIntents } from '../../../classes/intent.store.ts'
import { fill } from '../../../core/fill.ts'
import { actorOf, type StaffMember } from '../../../staff/member.ts'
import { findStaffByContact } from '../../../staff/staff.store.ts'
import type { StaffWords } from '../../../support/handle-staff-command.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import { askForAttendance, showAttendance } from './attendance.ts'
import { carryOut, drop } from './carry-out.ts'
import type { ClassCommand } from './class-command.ts'
import type { ClassDesk } from './class-desk.ts'
import { askToCancelClass, askToCancelDate, askToMove } from './dates.ts'
import { showFigures } from './figures.ts'
import { type ClassFound, findClassFor, lastDealtWith } from './find-class.ts'
import { askToWrite, showLetterOutcome } from './letters.ts'
import { giveListLink, givePosterLink } from './links.ts'
import { type AtDesk, askToAdd, askToChange } from './read-back.ts'
import { showRoster, showSeats, showToday } from './rosters.ts'

type OnClass = Extract<ClassCommand, { code: unknown }>

/** The turn of a member of staff who types a command about classes; null for everyone and everything else. */
export async function classStaffTurn(desk: ClassDesk, words: StaffWords): Promise<StaffTurn | null> {
  const command = desk.readCommand(words.text)
  if (command === null) return null
  const member = await findStaffByContact(desk.db, desk.sealer, words.contact)
  return member ? handleClassCommand(desk, { member, command, now: words.now }) : null
}

/**
 * Decides what a member's command comes to. Classes of other units are refused, which is written down. Null for words
 * that citizens write as well, where the member has dealt with no class.
 */
async function handleClassCommand(
  desk: ClassDesk,
  { member, command, now }: { member: StaffMember; command: ClassCommand; now: number },
): Promise<StaffTurn | null> {
  if (!('code' in command))
    return command.type === 'today' ? showToday(desk, member, now) : showFigures(desk, member, now)
  const found = await classFor(desk, member, command, now)
  if (found === null) return null
  if (found.type === 'ask') return found.turn
  const { row } = found
  if (found.type === 'foreign') return refuse(desk, member, row, command.type, now)
  const turn = await turnOn(desk, { member, row, now }, command)
  return { ...turn, writes: [...turn.writes, (trx) => keepFocus(trx, member.id, row.id, now)] }
}

async function classFor(
  desk: ClassDesk,
  member: StaffMember,
  { type, code }: OnClass,
  now: number,
): Promise<ClassFound | null> {
  if (code !== null) return findClassFor(desk, member, code, now)
  switch (type) {
    case 'agree':
    case 'refuse':
      return classThatWaits(desk, member, now)
    // Citizens say the same of their own seats, and staff may be among them.
    case 'mark':
    case 'move':
    case 'cancel_date':
    case 'cancel_class':
      return lastDealtWith(desk, member, now)
    default:
      return findClassFor(desk, member, code, now)
  }
}

/** The class of which something waits for the member's word; null when nothing does: "đồng ý" is then said to a flow. */
async function classThatWaits(desk: ClassDesk, member: StaffMember, now: number): Promise<ClassFound | null> {
  const waiting = await findIntents(desk.db, desk.sealer, { staff: member.id, now })
  if (waiting.length === 0) return null
  const ids = waiting.map(({ classId }) => classId)
  const rows = await desk.db.selectFrom('classes').selectAll().where('id', 'in', ids).execute()
  const [row] = rows
  if (!row) return null
  if (rows.length === 1) return findClassFor(desk, member, row.code, now)
  const codes = rows.map(({ code }) => code).join(', ')
  return { type: 'ask', turn: sayAtDesk(fill(desk.texts.agree_which, { codes })) }
}

function turnOn(desk: ClassDesk, at: AtDesk, command: OnClass): Promise<StaffTurn> | StaffTurn {
  const { code } = at.row
  switch (command.type) {
    case 'roster':
      return showRoster(desk, at.member, at.row, at.now)
    case 'seats':
      return showSeats(desk, at.row)
    case 'open':
    case 'close':
      return askToChange(desk, at, command.type)
    case 'attendance':
      return showAttendance(desk, at)
    case 'mark':
      return askForAttendance(desk, at, command.attendance)
    case 'unread_attendance':
      return sayAtDesk(fill(desk.texts.attendance_how, { code }))
    case 'agree':
      return carryOut(desk, at)
    case 'refuse':
      return drop(desk, at)
    case 'add':
      return askToAdd(desk, at, command)
    case 'letter':
      return askToWrite(desk, at, command.text)
    case 'letter_outcome':
      return showLetterOutcome(desk, at)
    case 'move':
      return askToMove(desk, at, command)
    case 'cancel_date':
      return askToCancelDate(desk, at, command.from)
    case 'cancel_class':
      return askToCancelClass(desk, at)
    case 'export':
      return giveListLink(desk, at)
    case 'poster':
      return givePosterLink(desk, at)
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
