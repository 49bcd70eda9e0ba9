import { z } from 'zod'
import { BROADCAST_STATUSES } from '../broadcasts/broadcasts.schema.ts'
import { LEFT_OUT } from '../broadcasts/plan.ts'
import { URGENCIES } from '../broadcasts/rules.ts'
import { TEMPLATE_MISTAKES } from '../broadcasts/template-mistakes.ts'
import { ARTICLE_STATUSES } from '../broadcasts/ways.schema.ts'
import { QUOTAS } from '../core/channel.ts'
import { CHANNEL_TYPES } from '../core/ids.ts'

const text = z.string().min(1)

/** What the pages of announcements say. */
export const broadcastTextsSchema = z.strictObject({
  heading: text,
  lead: text,
  empty: text,
  all: text,
  due: text,
  no_due: text,
  author: text,
  changed_by: text,
  approved: text,
  not_approved: text,
  training: text,
  budget: text,
  words: text,
  audience: text,
  reachable: text,
  way: text,
  left_out: text,
  waiting: text,
  template: text,
  article: text,
  article_states: z.record(z.enum(ARTICLE_STATUSES), text),
  quota: text,
  quotas: z.record(z.enum(QUOTAS), text),
  mistakes: text,
  mistake_row: text,
  template_mistakes: z.record(z.enum(TEMPLATE_MISTAKES), text),
  runs: text,
  counts: text,
  failed: text,
  urgencies: z.record(z.enum(URGENCIES), text),
  channels: z.record(z.enum(CHANNEL_TYPES), text),
  states: z.record(z.enum(BROADCAST_STATUSES), text),
  reasons: z.strictObject({ failures: text, changed_after_approval: text, needs_second_person: text }),
  run_states: z.strictObject({ placing: text, sending: text, done: text, missed: text, cancelled: text }),
  held: z.strictObject({ paused: text, hours: text }),
  left_out_reasons: z.record(z.enum(LEFT_OUT), text),
  skipped_reasons: z.strictObject({
    opted_out: text,
    cancelled: text,
    too_late: text,
    quota: text,
    window_closed: text,
    replaced: text,
  }),
  schedules: z.strictObject({ once: text, daily: text, weekly: text, cron: text }),
  segments: z.strictObject({ to: text, everybody: text, communes: text, seen: text, fresh: text, phones: text }),
  deeds: z.strictObject({ submit: text, approve: text, pause: text, resume: text, cancel: text }),
  /** What came of a deed: done, or the code of what stood against it. */
  notices: z.strictObject({
    submit: text,
    approve: text,
    pause: text,
    resume: text,
    cancel: text,
    no_broadcast: text,
    broadcast_status: text,
    broadcast_changed: text,
    broadcast_over: text,
    own_broadcast: text,
    platform_template: text,
  }),
})
