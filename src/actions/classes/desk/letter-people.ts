import { isByStaff } from '../../../classes/consent.store.ts'
import { listRegistrations } from '../../../classes/registration.store.ts'
import { fill } from '../../../core/fill.ts'
import type { ContactId } from '../../../core/ids.ts'
import type { Db } from '../../../db/open.ts'
import { afterNight } from '../../../support/deadline.ts'
import { chooseWay, TEXT_ALONE } from '../choose-way.ts'
import type { ClassDesk } from './class-desk.ts'
import type { ClassDeskTexts } from './class-desk-texts.ts'
import type { AtDesk } from './read-back.ts'

/** So many names of those who are not reached are said. */
const NAMED = 10

/** Why somebody of a class does not get a letter. */
export const NOT_REACHED = ['opted_out', 'window', 'no_chat', 'no_account'] as const
export type NotReached = (typeof NOT_REACHED)[number]

/** Who of a class gets a letter, and who does not. */
export interface LetterPeople {
  /** Each contact once, for however many they signed up; … */
  readonly contacts: readonly ContactId[]
  /** … people by name who are not reached. */
  readonly unreached: Readonly<Partial<Record<NotReached, readonly string[]>>>
  /** How many people are behind `contacts`. */
  readonly reached: number
  /** When it goes out, UTC ms: nobody is woken by it. */
  readonly dueAt: number
}

/**
 * Decides whom a letter to all with a seat reaches: by the free message of each platform alone, within its window, and
 * nobody who opted out. People whom staff put on the list have no chat of their own.
 */
export async function planLetter(
  db: Db,
  { sealer, sending, support }: ClassDesk,
  { row, now }: Pick<AtDesk, 'row' | 'now'>,
): Promise<LetterPeople> {
  const dueAt = afterNight(support.rules, now)
  const people = (await listRegistrations(db, sealer, row.id)).filter(
    ({ status }) => status !== 'cancelled' && status !== 'waiting',
  )
  const known = await contactStates(db, [...new Set(people.map(({ contact }) => contact))])
  const contacts = new Set<ContactId>()
  const unreached: Partial<Record<NotReached, string[]>> = {}
  let reached = 0
  for (const { contact, name, consent } of people) {
    const because = isByStaff(consent.version) ? 'no_chat' : reasonAgainst(sending, known.get(contact), contact, dueAt)
    if (because === null) {
      contacts.add(contact)
      reached += 1
    } else unreached[because] = [...(unreached[because] ?? []), name]
  }
  return { contacts: [...contacts], unreached, reached, dueAt }
}

function reasonAgainst(
  sending: ClassDesk['sending'],
  state: { readonly lastEventAt: number; readonly optedOut: boolean } | undefined,
  contact: ContactId,
  at: number,
): 'opted_out' | 'window' | null {
  const person = { contact, lastEventAt: state?.lastEventAt ?? null, optedOut: state?.optedOut ?? false }
  // No template: what a member writes is theirs, and no platform has approved it.
  const chosen = chooseWay(sending, person, { at, offer: TEXT_ALONE, mostDong: 0 })
  if (chosen.type === 'send') return null
  return chosen.because === 'opted_out' ? 'opted_out' : 'window'
}

async function contactStates(db: Db, ids: readonly ContactId[]) {
  if (ids.length === 0) return new Map<ContactId, { lastEventAt: number; optedOut: boolean }>()
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'last_event_at', 'opted_out_at'])
    .where('id', 'in', ids)
    .execute()
  return new Map(
    rows.map((row) => [row.id, { lastEventAt: row.last_event_at, optedOut: row.opted_out_at !== null }] as const),
  )
}

/** One line for each reason why somebody is not reached, with their names. */
export function unreachedSaid(texts: ClassDeskTexts, unreached: LetterPeople['unreached']): string {
  return NOT_REACHED.flatMap((because) => {
    const names = unreached[because] ?? []
    if (names.length === 0) return []
    const more = names.length > NAMED ? ', …' : ''
    const values = { count: String(names.length), names: `${names.slice(0, NAMED).join(', ')}${more}` }
    return [fill(texts.letter.unreached[because], values)]
  }).join('')
}
