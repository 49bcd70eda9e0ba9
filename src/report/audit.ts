import { vietnamDate } from '../core/clock.ts'
import { insertAudit } from '../db/audit.store.ts'
import type { Db } from '../db/open.ts'
import type { Report } from './report.ts'

/** Writes down who had a report made, of which unit and days. */
export function auditReport(db: Db, { unit, period, madeAt }: Report, actor: string): Promise<void> {
  const detail = `${vietnamDate(period.from)}-${vietnamDate(period.until - 1)}`
  return insertAudit(db, { at: madeAt, actor, action: 'report_made', subject: `unit:${unit}`, detail })
}
