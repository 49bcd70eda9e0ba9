import { type Broadcast, type Change, segmentSchema } from '../broadcasts/broadcast.ts'
import type { Content } from '../broadcasts/content.ts'
import { type Schedule, scheduleSchema } from '../broadcasts/schedule.ts'
import { type ContentInput, contentInputSchema, rewordContent } from '../broadcasts/templates.ts'
import { CHANNEL_TYPES } from '../core/ids.ts'

/** What stands in the form in which a broadcast is changed, as it is typed. */
export interface ChangeForm {
  readonly title: string
  readonly text: string
  /** Of the text's `{{names}}`. */
  readonly values: Readonly<Record<string, string>>
  /** None chosen: all. */
  readonly channels: readonly string[]
  /** Codes of communes and of classes, with commas between them. */
  readonly communes: string
  readonly classes: string
  readonly seen: string
  readonly fresh: string
  readonly type: string
  /** `05/10/2026 08:00` for a single time, `08:00` for each of many. */
  readonly at: string
  readonly from: string
  readonly to: string
  /** `t2, cn` */
  readonly days: string
  readonly expression: string
}

/** Which part of the form cannot be read. */
export const CHANGE_MISTAKES = ['title', 'content', 'segment', 'schedule', 'nothing'] as const
export type ChangeMistake = (typeof CHANGE_MISTAKES)[number]

/** The form as it shows a broadcast. */
export function formOf({ title, content, segment, schedule }: Broadcast): ChangeForm {
  const { channels, communes, classes, seen_within_days: seen, new_within_days: fresh } = segment
  return {
    ...{ title, text: content.text, values: content.values, channels: channels ?? [] },
    ...{ communes: (communes ?? []).join(', '), classes: (classes ?? []).join(', ') },
    ...{ seen: String(seen ?? ''), fresh: String(fresh ?? ''), type: schedule.type },
    at: 'at' in schedule ? schedule.at : '',
    from: 'from' in schedule ? schedule.from : '',
    to: 'to' in schedule ? schedule.to : '',
    days: 'days' in schedule ? schedule.days.join(', ') : '',
    expression: 'expression' in schedule ? schedule.expression : '',
  }
}

/** What a form says otherwise than its broadcast, or which part of it cannot be read. */
export function changeOf(broadcast: Broadcast, form: ChangeForm): { change: Change } | { mistake: ChangeMistake } {
  const shown = formOf(broadcast)
  const differs = (...fields: readonly (keyof ChangeForm)[]) =>
    fields.some((field) => JSON.stringify(form[field]) !== JSON.stringify(shown[field]))
  const title = form.title.trim()
  if (title === '' || title.length > 120) return { mistake: 'title' }
  const content = contentInputSchema.safeParse(contentIn(broadcast.content, form))
  if (!content.success) return { mistake: 'content' }
  const segment = segmentSchema.safeParse(segmentIn(broadcast, form))
  if (!segment.success) return { mistake: 'segment' }
  const schedule = scheduleSchema.safeParse(scheduleIn(form))
  if (!schedule.success) return { mistake: 'schedule' }
  const change: Change = {
    ...(differs('title') && { title }),
    ...(differs('text', 'values') && { content: content.data }),
    ...(differs('channels', 'communes', 'classes', 'seen', 'fresh') && { segment: segment.data }),
    ...(differs('type', 'at', 'from', 'to', 'days', 'expression') && { schedule: schedule.data }),
  }
  return Object.keys(change).length === 0 ? { mistake: 'nothing' } : { change }
}

/** Other values of a template leave it the template, with its variants; another text is the officer's own. */
function contentIn(content: Content, { text, values }: ChangeForm): ContentInput {
  const { template } = content
  const written = text.trim()
  const same = template !== null && written === content.text.trim()
  return rewordContent(content, same ? { template, values } : { text: written, values })
}

/** What the form does not show of an audience stays: a list of phones, what is corrected. */
function segmentIn({ segment }: Broadcast, form: ChangeForm): object {
  const { channels, communes, classes, seen_within_days, new_within_days, ...others } = segment
  const chosen = CHANNEL_TYPES.filter((channel) => form.channels.includes(channel))
  const codes = { communes: listIn(form.communes), classes: listIn(form.classes) }
  return {
    ...others,
    ...(chosen.length > 0 && { channels: chosen }),
    ...(codes.communes.length > 0 && { communes: codes.communes }),
    ...(codes.classes.length > 0 && { classes: codes.classes.map((code) => code.toUpperCase()) }),
    ...(form.seen.trim() !== '' && { seen_within_days: Number(form.seen) }),
    ...(form.fresh.trim() !== '' && { new_within_days: Number(form.fresh) }),
  }
}

function scheduleIn(form: ChangeForm): unknown {
  const [type, at, from, to] = [form.type, form.at, form.from, form.to].map((text) => text.trim())
  switch (type as Schedule['type']) {
    case 'once':
      return { type, at }
    case 'daily':
      return { type, at, from, to }
    case 'weekly':
      return { type, days: listIn(form.days.toLowerCase()), at, from, to }
    case 'cron':
      return { type, expression: form.expression.trim(), from, to }
  }
}

/** The parts of a text with commas between them. */
export function listIn(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
