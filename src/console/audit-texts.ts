import { z } from 'zod'
import type { BroadcastAction } from '../broadcasts/audit.ts'
import type { ClassAction } from '../classes/audit.store.ts'
import type { LearningAction } from '../learning/audit.ts'
import type { StaffAction } from '../staff/audit.store.ts'
import type { AuditAction } from './audit.store.ts'

const text = z.string().min(1)

/** The deeds of each room by their names: whoever adds one to a room names it here, too. */
const deedsSchema = z.strictObject({
  console: z.strictObject({
    login: text,
    login_failed: text,
    logout: text,
    message_viewed: text,
    messages_resent: text,
    requests_viewed: text,
    groups_login_started: text,
    groups_forgotten: text,
    groups_posting_on: text,
    groups_posting_off: text,
    groups_listed: text,
    group_assigned: text,
    class_figures_viewed: text,
    staff_listed: text,
    report_made: text,
  } satisfies Record<AuditAction | 'report_made', typeof text>),
  staff: z.strictObject({
    staff_added: text,
    staff_removed: text,
    staff_linked: text,
    staff_code_locked: text,
    console_link_made: text,
    tickets_listed: text,
    ticket_taken: text,
    ticket_answered: text,
    ticket_closed: text,
    ticket_refused: text,
    ticket_escalated: text,
    visits_listed: text,
    visit_taken: text,
    visit_done: text,
    visit_cancelled: text,
    visit_refused: text,
    mentors_listed: text,
  } satisfies Record<StaffAction, typeof text>),
  broadcasts: z.strictObject({
    broadcast_created: text,
    broadcast_changed: text,
    broadcast_submitted: text,
    broadcast_let_outside_plan: text,
    broadcast_approved: text,
    broadcast_rejected: text,
    broadcast_refused: text,
    broadcast_resent: text,
    broadcast_tested: text,
    broadcast_sent_back: text,
    broadcast_paused: text,
    broadcast_resumed: text,
    broadcast_cancelled: text,
    phone_list_imported: text,
    phone_list_deleted: text,
    phone_forgotten: text,
  } satisfies Record<BroadcastAction | `phone_${'list_imported' | 'list_deleted' | 'forgotten'}`, typeof text>),
  classes: z.strictObject({
    classes_imported: text,
    registrations_listed: text,
    registrations_exported: text,
    registration_added: text,
    class_opened: text,
    class_closed: text,
    class_moved: text,
    class_cancelled: text,
    class_written_to: text,
    list_link_made: text,
    poster_made: text,
    figures_viewed: text,
    attendance_noted: text,
    class_refused: text,
  } satisfies Record<ClassAction, typeof text>),
  learning: z.strictObject({
    open_questions_listed: text,
    questions_attached: text,
    questions_refused: text,
    questions_dismissed: text,
    lesson_undone: text,
    feedback_closed: text,
  } satisfies Record<LearningAction, typeof text>),
})

type Room = keyof z.infer<typeof deedsSchema>

/** What the page of the audit log says. */
export const auditTextsSchema = z.strictObject({
  heading: text,
  lead: text,
  empty: text,
  columns: z.strictObject({ at: text, actor: text, action: text, subject: text, detail: text }),
  filter: z.strictObject({ action: text, actor: text, day: text, all: text, show: text, wrong_day: text }),
  older: text,
  newest: text,
  actors: z.strictObject({ admin: text, operator: text, system: text }),
  /** Done by the admin for a member. */
  for: text,
  removed: text,
  /** What a deed was done to, by how its id begins. */
  kinds: z.record(text, text),
  other_kind: text,
  more: text,
  rooms: z.strictObject({
    console: text,
    staff: text,
    broadcasts: text,
    classes: text,
    learning: text,
  } satisfies Record<Room, typeof text>),
  deeds: deedsSchema,
})
