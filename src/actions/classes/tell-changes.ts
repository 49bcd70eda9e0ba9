import {
  type ClassChange,
  findPeopleToTell,
  finishChange,
  type PersonToTell,
  recordNotice,
  takeChange,
} from '../../classes/change.store.ts'
import { findClass } from '../../classes/class.store.ts'
import type { CatalogueClass } from '../../classes/class.ts'
import type { NoticeOutcome } from '../../classes/classes.schema.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { HOUR_MS } from '../../core/durations.ts'
import { fill } from '../../core/fill.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Message, ReplyChoice } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import { payloadOf } from '../../engine/payload.ts'
import { afterNight } from '../../support/deadline.ts'
import type { ClassTexts } from './class-texts.ts'
import {
  countNotices,
  type NoticeCounts,
  type NoticeParts,
  placeNotice,
  planNotice,
  settleNotice,
  withSentInWindow,
} from './notify.ts'

const A_READ = 200
/** A lesson that begins sooner after the night than this cannot wait for the morning. */
const MORNING_MS = 3 * HOUR_MS

/**
 * Tells the people of classes whose dates were moved or cancelled, each contact once for a change however many they
 * signed up; to be run every minute, in several processes if need be, and after a crash goes on where it was.
 */
export async function tellClassChanges(db: Db, parts: NoticeParts, now: number): Promise<NoticeCounts> {
  const outcomes: (NoticeOutcome | null)[] = []
  for (let change = await takeChange(db, now); change; change = await takeChange(db, now)) {
    const row = await findClass(db, change.classId)
    for (let people = await next(change); row && people.length > 0; people = await next(change)) {
      for (const person of people) outcomes.push(await tell(db, parts, change, row, person, now))
    }
    await finishChange(db, change.id, now)
  }
  return countNotices(outcomes)

  async function next(change: ClassChange): Promise<PersonToTell[]> {
    return withSentInWindow(db, await findPeopleToTell(db, change, A_READ))
  }
}

async function tell(
  db: Db,
  parts: NoticeParts,
  change: ClassChange,
  row: CatalogueClass,
  person: PersonToTell,
  now: number,
): Promise<NoticeOutcome | null> {
  const said = changeSaid(parts.classTexts, change, row, now)
  const planned = planNotice(parts, {
    person,
    kind: 'change',
    key: `change-${change.id}-${person.contact}`,
    values: {
      subject: row.subject,
      code: row.code,
      place: row.place,
      ...datesSaid(parts.classTexts, change, row, now),
    },
    dueAt: dueOf(parts, change, row, now),
  })
  const { contact } = person
  return settleNotice(
    db,
    planned.outcome,
    (trx, outcome) => recordNotice(trx, change.id, contact, outcome, now),
    (trx) => {
      const message = async () => {
        const people = await peopleSaid(trx, parts.desk.sealer, parts.classTexts, row, contact)
        return messageOf(parts.classTexts, change, `${said}\n${people}`)
      }
      return placeNotice(trx, parts, planned, message, now)
    },
  )
}

/** At once; after the night where that is early enough for the lesson. */
function dueOf({ desk }: NoticeParts, { dates }: ClassChange, { sessions }: CatalogueClass, now: number): number {
  const morning = afterNight(desk.rules, now)
  const times = [...dates.flatMap(({ from, to }) => (to === null ? [from] : [from, to])), ...sessions.map(startOf)]
  const [soonest] = times.filter((time) => time > now).sort((a, b) => a - b)
  return soonest !== undefined && soonest < morning + MORNING_MS ? now : morning
}

function startOf({ startsAt }: { readonly startsAt: number }): number {
  return startsAt
}

function changeSaid({ change: texts }: ClassTexts, change: ClassChange, row: CatalogueClass, now: number): string {
  const { subject, code, place } = row
  if (change.classCancelled) return fill(texts.class_cancelled, { subject, code })
  const lines = change.dates.map(({ from, to, restored }) => {
    if (to === null) return fill(texts.cancelled, { from: vietnamDateTime(from) })
    return fill(restored ? texts.restored : texts.moved, { from: vietnamDateTime(from), to: vietnamDateTime(to) })
  })
  const next = nextDate(row, now)
  const head = change.classRestored && next !== null ? texts.class_restored : texts.head
  const when = next === null ? '' : vietnamDateTime(next)
  return [fill(head, { subject, code, when }), ...lines, fill(texts.place, { place })].join('\n')
}

/** The first of the changed dates, for a template that has room for one. */
function datesSaid(
  { change: texts }: ClassTexts,
  { classCancelled, classRestored, dates }: ClassChange,
  row: CatalogueClass,
  now: number,
): { readonly from: string; readonly to: string } {
  const [first] = classCancelled || classRestored ? [] : dates
  const next = nextDate(row, now)
  const said = (instant: number | null) => (instant === null ? texts.not_held : vietnamDateTime(instant))
  if (first) return { from: said(first.from), to: said(first.to) }
  return classRestored ? { from: texts.not_held, to: said(next) } : { from: said(next), to: texts.not_held }
}

/** When the next lesson is held, or was to be (UTC ms); null when none is ahead. */
function nextDate({ sessions }: CatalogueClass, now: number): number | null {
  const coming = sessions.filter(({ startsAt, status }) => status !== 'cancelled' && startsAt > now).map(startOf)
  return coming.length === 0 ? null : Math.min(...coming)
}

/** For whom the contact wrote, with their codes. */
async function peopleSaid(
  db: Db,
  sealer: Sealer,
  { change: texts }: ClassTexts,
  { id }: CatalogueClass,
  contact: ContactId,
): Promise<string> {
  const rows = await db
    .selectFrom('registrations')
    .select(['sealed_name', 'code'])
    .where('class_id', '=', id)
    .where('contact_id', '=', contact)
    .where('status', '<>', 'cancelled')
    .orderBy('position')
    .execute()
  const people = rows.map((row) => fill(texts.person, { name: sealer.open(row.sealed_name) as string, code: row.code }))
  return fill(texts.people, { people: people.join('; ') })
}

function messageOf({ change: texts }: ClassTexts, { classCancelled }: ClassChange, text: string): Message {
  const [label, flow] = classCancelled ? [texts.find_other, 'dang-ky-lop'] : [texts.own, 'lop-cua-toi']
  const choice: ReplyChoice = { type: 'reply', label, payload: payloadOf({ type: 'flow', flow }) }
  return { type: 'text', text, choices: [choice] }
}
