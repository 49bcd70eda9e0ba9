import { vietnamDateTime } from '../../core/clock.ts'
import { ChangedMeanwhile } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import type { Db } from '../../db/open.ts'
import type { UnitCode } from '../../places/commune.ts'
import { findVisitByCode, listOpenVisits, moveVisit, type Visit } from '../../requests/visit.store.ts'
import { recordStaffAudit, type StaffAction } from '../../staff/audit.store.ts'
import { actorOf, type StaffMember } from '../../staff/member.ts'
import { findStaffByContact } from '../../staff/staff.store.ts'
import { afterNight } from '../../support/deadline.ts'
import type { SupportDesk } from '../../support/desk.ts'
import type { StaffWords } from '../../support/handle-staff-command.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { readVisitCommand, type VisitCommand } from './read-visit-command.ts'
import type { VisitTexts } from './visit-texts.ts'

const SHOWN = 8
const AUDITED = { taken: 'visit_taken', done: 'visit_done', cancelled: 'visit_cancelled' } as const satisfies Record<
  string,
  StaffAction
>

/** What staff deal with visits with. */
export interface VisitDesk {
  readonly db: Db
  readonly desk: Pick<SupportDesk, 'sealer' | 'units' | 'deliver' | 'rules'>
  readonly texts: VisitTexts
}

/** The turn of a member of staff who types a command about visits; null for everyone and everything else. */
export async function visitStaffTurn(visits: VisitDesk, words: StaffWords): Promise<StaffTurn | null> {
  const command = readVisitCommand(words.text)
  if (command === null) return null
  const member = await findStaffByContact(visits.db, visits.desk.sealer, words.contact)
  return member ? handleVisitCommand(visits, { member, command, now: words.now }) : null
}

/** Decides what a member's command comes to. Visits of other communes are refused, which is written down. */
async function handleVisitCommand(
  visits: VisitDesk,
  { member, command, now }: { member: StaffMember; command: VisitCommand; now: number },
): Promise<StaffTurn> {
  const { db, desk, texts } = visits
  if (command.type === 'list') return list(visits, member, now)
  const { code } = command
  const visit = await findVisitByCode(db, desk.sealer, code)
  if (!visit) return sayAtDesk(fill(texts.staff.not_found, { code }))
  if (visit.commune !== member.unit) {
    const refusal = auditOf(member, 'visit_refused', visit, now)
    return sayAtDesk(fill(texts.staff.not_found, { code }), (trx) => recordStaffAudit(trx, refusal))
  }
  if (!isAhead(visit, command.type))
    return sayAtDesk(fill(texts.staff.past[visit.status === 'waiting' ? 'taken' : visit.status], { code }))
  return move(visits, member, visit, command.type, now)
}

async function list({ db, desk, texts }: VisitDesk, member: StaffMember, now: number): Promise<StaffTurn> {
  const { staff } = texts
  if (!desk.units.isCommune(member.unit)) return sayAtDesk(staff.communes_only)
  const open = await listOpenVisits(db, desk.sealer, member.unit as UnitCode)
  const [first] = open
  if (!first) return sayAtDesk(staff.none)
  const more = open.length - SHOWN
  const parts = [
    fill(staff.list, { count: String(open.length) }),
    ...open.slice(0, SHOWN).map((visit) => describe(staff, visit, member)),
    ...(more > 0 ? [fill(staff.more, { count: String(more) })] : []),
    fill(staff.how, { code: first.code }),
  ]
  const look = {
    at: now,
    actor: actorOf(member),
    action: 'visits_listed' as const,
    subject: `unit:${member.unit}`,
    detail: String(Math.min(open.length, SHOWN)),
  }
  return sayAtDesk(parts.join('\n\n'), (trx) => recordStaffAudit(trx, look))
}

function describe(
  staff: VisitTexts['staff'],
  { code, content, createdAt, holder }: Visit,
  member: StaffMember,
): string {
  const { help, forWhom, when, name, phone } = content
  const state = holder === null ? 'waiting' : holder === actorOf(member) ? 'mine' : 'held'
  const since = vietnamDateTime(createdAt)
  return fill(staff.visit, { code, state: staff.states[state], since, help, for_whom: forWhom, when, name, phone })
}

function isAhead({ status }: Visit, to: keyof typeof AUDITED): boolean {
  return status === 'waiting' || (status === 'taken' && to !== 'taken')
}

function move(
  { desk, texts }: VisitDesk,
  member: StaffMember,
  visit: Visit,
  to: keyof typeof AUDITED,
  now: number,
): StaffTurn {
  const { id, code, commune, contact, content } = visit
  const { name, phone } = content
  return sayAtDesk(fill(texts.staff.moved[to], { code, name, phone }), async (trx) => {
    if (!(await moveVisit(trx, { code, commune, to, by: actorOf(member), at: now })))
      throw new ChangedMeanwhile(`visit:${id}`)
    await recordStaffAudit(trx, auditOf(member, AUDITED[to], visit, now))
    const text = fill(texts.citizen[to], { code, unit: desk.units.nameOf(commune) })
    const dueAt = afterNight(desk.rules, now)
    await desk.deliver(trx, { contact, key: `visit-${id}-${to}`, message: { type: 'text', text }, now, dueAt })
  })
}

function auditOf(member: StaffMember, action: StaffAction, { id }: Visit, now: number) {
  return { at: now, actor: actorOf(member), action, subject: `visit:${id}` }
}
