import { type StaffTurn, sayAtDesk } from '../actions/desk-turn.ts'
import { fill } from '../core/fill.ts'
import type { PersonalMask } from '../llm/mask-personal.ts'
import { actorOf } from '../staff/member.ts'
import { findStaffByContact } from '../staff/staff.store.ts'
import type { StaffWords } from '../support/handle-staff-command.ts'
import { auditReport } from './audit.ts'
import { makeReport, type ReportSources } from './make-report.ts'
import { readReportCommand } from './period.ts'
import { sayReport } from './say-report.ts'
import type { ReportTexts } from './texts.ts'

/** What reports are made and told with. */
export interface ReportDesk extends ReportSources {
  readonly texts: ReportTexts
  /** Hides what may be personal in the wording of frequent questions. */
  readonly mask: PersonalMask
}

/** The turn of a member of staff who types `báo cáo`: the figures of their own unit; null for everyone and everything else. */
export async function reportStaffTurn(desk: ReportDesk, { contact, text, now }: StaffWords): Promise<StaffTurn | null> {
  const asked = readReportCommand(text, now)
  if (asked === null) return null
  const member = await findStaffByContact(desk.db, desk.sealer, contact)
  if (!member) return null
  if (asked.type === 'wrong_month') return sayAtDesk(fill(desk.texts.errors.wrong_month, { value: asked.value }))
  const report = await makeReport(desk, { unit: member.unit, period: asked.period, now })
  return sayAtDesk(sayReport(report, desk.texts), (trx) => auditReport(trx, report, actorOf(member)))
}
