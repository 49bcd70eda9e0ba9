import { insertAudit } from '../db/audit.store.ts'
import type { Db } from '../db/open.ts'

export type LearningAction =
  | 'open_questions_listed'
  | 'questions_attached'
  | 'questions_refused'
  | 'questions_dismissed'
  | 'lesson_undone'
  | 'feedback_closed'

/** Writes down what was done with people's questions (law 7); `detail` holds counts, topics and provinces alone. */
export function auditLearning(
  db: Db,
  entry: { at: number; actor: string; action: LearningAction; subject: string; detail?: string },
): Promise<void> {
  return insertAudit(db, entry)
}
