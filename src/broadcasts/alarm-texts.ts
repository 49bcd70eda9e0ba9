import { join } from 'node:path'
import { z } from 'zod'
import { fill } from '../core/fill.ts'
import { readYaml } from '../core/read-yaml.ts'
import type { Alarm } from './alarms.ts'
import { codeOf } from './code.ts'
import { ALARM_KINDS } from './desk.schema.ts'
import type { Notice } from './notice.store.ts'

const text = z.string().min(1)
const said = z.strictObject({ what: text, cure: text })
const alarmTextsSchema = z.strictObject({
  failures: said,
  missed: said,
  outside_plan: said,
  quota: said,
  token: said,
  down: said,
  sent_back: said.extend({ whys: z.strictObject({ changed_after_approval: text, needs_second_person: text }) }),
  too_late: said,
})
export type AlarmTexts = z.infer<typeof alarmTextsSchema>

/** Reads `broadcast-alarms.yaml` of `data/messages`. Throws an `AppError` that names what is missing or unknown. */
export function readAlarmTexts(messagesFolder: string): AlarmTexts {
  return readYaml(join(messagesFolder, 'broadcast-alarms.yaml'), alarmTextsSchema)
}

/** Whether officers were told of it because something does not go as it should. */
export function isAlarm(notice: Notice): notice is Alarm {
  return ALARM_KINDS.some((kind) => kind === notice.kind)
}

/** What happened and what to do about it. */
export function sayAlarm(texts: AlarmTexts, { broadcast, kind, named }: Alarm): { what: string; cure: string } {
  const values = { ...named, code: codeOf(broadcast), ...(kind === 'sent_back' && { why: whyOf(texts, named.why) }) }
  return { what: fill(texts[kind].what, values), cure: fill(texts[kind].cure, values) }
}

function whyOf({ sent_back: { whys } }: AlarmTexts, why: string | undefined): string {
  return Object.entries(whys).find(([name]) => name === why)?.[1] ?? ''
}
