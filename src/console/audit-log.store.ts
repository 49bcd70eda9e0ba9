import type { Db } from '../db/open.ts'

/** What is looked for in the audit log; all that is there without a filter. */
export interface AuditFilter {
  readonly action?: string | undefined
  /** Also what the admin did for them. */
  readonly actor?: string | undefined
  /** UTC ms, the end excluded. */
  readonly period?: { readonly from: number; readonly until: number } | undefined
  /** Only what was written down before this line. */
  readonly before?: number | undefined
}

export interface AuditLine {
  readonly id: number
  /** UTC ms. */
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: string | null
}

/** How the audit log names the admin who acts for a member of staff. */
export const forActor = (actor: string) => `admin for ${actor}`

/** Lines of the audit log, newest first. */
export async function listAudit(db: Db, filter: AuditFilter, limit: number): Promise<AuditLine[]> {
  const { action, actor, period, before } = filter
  let query = db.selectFrom('audit_log').select(['id', 'at', 'actor', 'action', 'subject', 'detail'])
  if (action !== undefined) query = query.where('action', '=', action)
  if (actor !== undefined) query = query.where('actor', 'in', [actor, forActor(actor)])
  if (period !== undefined) query = query.where('at', '>=', period.from).where('at', '<', period.until)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}
