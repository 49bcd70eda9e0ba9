import type { NoticeOutcome } from '../../../classes/classes.schema.ts'
import { isByStaff } from '../../../classes/consent.store.ts'
import { batchOf, type ClassLetterId } from '../../../classes/letter.store.ts'
import { listRegistrations } from '../../../classes/registration.store.ts'
import type { Registration } from '../../../classes/registration.ts'
import { fill } from '../../../core/fill.ts'
import type { ContactId } from '../../../core/ids.ts'
import type { Db } from '../../../db/open.ts'
import { afterNight } from '../../../support/deadline.ts'
import type { Reachable } from '../choose-way.ts'
import { type NoticeParts, type PlannedNotice, planNotice, withSentInWindow } from '../notify.ts'
import type { ClassDesk } from './class-desk.ts'
import type { ClassDeskTexts } from './class-desk-texts.ts'
import type { AtDesk } from './read-back.ts'

/** So many names of those who are not reached are said. */
const NAMED = 10

/** Why somebody of a class does not get a letter. */
const NOT_REACHED = ['opted_out', 'window', 'price', 'no_chat', 'no_account'] as const
export type NotReached = (typeof NOT_REACHED)[number]

/** A letter as it goes to one contact, and for how many people. */
export interface PlannedLetter {
  readonly notice: PlannedNotice
  readonly people: number
}

/** Who of a class gets a letter, and who does not. */
export interface LetterPlan {
  readonly letters: readonly PlannedLetter[]
  /** People by name who are not reached. */
  readonly unreached: Readonly<Partial<Record<NotReached, readonly string[]>>>
  /** How many people are reached, … */
  readonly reached: number
  /** … and how many of them by a template. */
  readonly byTemplate: number
  /** When it goes out, UTC ms: nobody is woken by it. */
  readonly dueAt: number
}

/**
 * Decides whom a letter to all with a seat reaches, and by which way, as for notices: the free message within the
 * platform's window, else a template into which the text fits; nobody who opted out. People whom staff put on the list
 * have no chat of their own: a template may reach their phone.
 */
export async function planLetter(
  db: Db,
  desk: ClassDesk,
  { row, now }: Pick<AtDesk, 'row' | 'now'>,
  { id, text }: { readonly id: ClassLetterId; readonly text: string },
): Promise<LetterPlan> {
  const dueAt = afterNight(desk.support.rules, now)
  const parts = await letterParts(db, desk)
  const unit = desk.units.nameOf(row.commune_code)
  const values = { unit, subject: row.subject, code: row.code, text }
  const people = (await listRegistrations(db, desk.sealer, row.id)).filter(
    ({ status }) => status !== 'cancelled' && status !== 'waiting',
  )
  const known = await contactStates(db, [...new Set(people.map(({ contact }) => contact))])
  const letters: PlannedLetter[] = []
  const unreached: Partial<Record<NotReached, string[]>> = {}
  for (const some of Map.groupBy(people, whoGetsIt).values()) {
    const [{ contact, phone, consent, id: registration }] = some as [Registration, ...Registration[]]
    const isElsewhere = isByStaff(consent.version)
    const person = isElsewhere ? stranger(contact) : (known.get(contact) ?? stranger(contact))
    const batch = batchOf(id)
    const key = `${batch}-${isElsewhere ? registration : contact}`
    const notice = planNotice(parts, { person, kind: 'letter', key, values, phone, dueAt, batch })
    if (notice.outcome === 'sent' || notice.outcome === 'template') letters.push({ notice, people: some.length })
    else {
      const because = isElsewhere ? 'no_chat' : reasonOf(notice.outcome)
      unreached[because] = [...(unreached[because] ?? []), ...some.map(({ name }) => name)]
    }
  }
  const count = (some: readonly PlannedLetter[]) => some.reduce((sum, { people: behind }) => sum + behind, 0)
  const byTemplate = count(letters.filter(({ notice }) => notice.outcome === 'template'))
  return { letters, unreached, reached: count(letters), byTemplate, dueAt }
}

/** Each contact once, for however many they signed up; those whom staff put on the list by themselves. */
function whoGetsIt({ contact, consent, id }: Registration): string {
  return isByStaff(consent.version) ? id : contact
}

function reasonOf(outcome: Exclude<NoticeOutcome, 'sent' | 'template'>): NotReached {
  return outcome === 'hours' ? 'window' : outcome
}

async function letterParts(
  db: Db,
  { sealer, support, classTexts, sending, mostDong, readTemplates }: ClassDesk,
): Promise<NoticeParts> {
  const templates = await readTemplates(db)
  return { desk: { sealer, ...support }, classTexts, rules: sending, templates, mostDong }
}

function stranger(contact: ContactId): Reachable {
  return { contact, lastEventAt: null, optedOut: false }
}

async function contactStates(db: Db, ids: readonly ContactId[]): Promise<ReadonlyMap<ContactId, Reachable>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'last_event_at', 'opted_out_at'])
    .where('id', 'in', ids)
    .execute()
  const people = rows.map((row) => ({
    contact: row.id,
    lastEventAt: row.last_event_at,
    optedOut: row.opted_out_at !== null,
  }))
  return new Map((await withSentInWindow(db, people)).map((person) => [person.contact, person]))
}

/** One line for each reason why somebody is not reached, with their names. */
export function unreachedSaid(texts: ClassDeskTexts, unreached: LetterPlan['unreached']): string {
  return NOT_REACHED.flatMap((because) => {
    const names = unreached[because] ?? []
    if (names.length === 0) return []
    const more = names.length > NAMED ? ', …' : ''
    const values = { count: String(names.length), names: `${names.slice(0, NAMED).join(', ')}${more}` }
    return [fill(texts.letter.unreached[because], values)]
  }).join('')
}
