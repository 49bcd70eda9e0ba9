import type { Selectable } from 'kysely'
import { DAY_MS } from '../core/durations.ts'
import { type AccountId, accountOf, type ContactId, channelOf } from '../core/ids.ts'
import { startOfMonth } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import { knownCommuneOf } from '../people/known-commune.ts'
import { findPaidConsents, type PaidConsent } from '../people/paid-consent.store.ts'
import type { Segment } from './broadcast.ts'
import { narrow } from './narrow.store.ts'
import {
  countReceived,
  countSentInWindow,
  findFollowers,
  findRefusedPhones,
  findUnreachable,
} from './people-facts.store.ts'
import { type PhoneEntry, pageOfEntries } from './phone-list.store.ts'
import { freeKey, type Recipient } from './plan-sending.ts'
import type { PhoneListId } from './ways.schema.ts'

export interface AudienceQuery {
  readonly accounts: readonly AccountId[]
  readonly segment: Segment
  /** Only people known by then, UTC ms: a run does not grow while it goes on. */
  readonly knownBy: number
  readonly after: ContactId | null
  readonly limit: number
  readonly now: number
  /** What the ways in question ask about a person; what is not needed is not looked up. */
  readonly needs: AudienceNeeds
}

export interface AudienceNeeds {
  /** How many of our messages a person got since their last sign of life. */
  readonly window: boolean
  readonly follows: boolean
  /** Who allowed paid messages. */
  readonly consents: boolean
}

export interface AudiencePage {
  readonly recipients: readonly Recipient[]
  /** Where the next page begins; null after the last one. */
  readonly next: ContactId | null
  /** Of a list of phones, what stands in its rows. */
  readonly entries: ReadonlyMap<ContactId, PhoneEntry>
}

/** Some of the people a segment means, in the order of their ids, with what decides about writing to them. */
export async function findAudience(db: Db, sealer: Sealer, query: AudienceQuery): Promise<AudiencePage> {
  if (query.accounts.length === 0) return { recipients: [], next: null, entries: new Map() }
  if (query.segment.phone_list) return findEntries(db, sealer, query.segment.phone_list, query)
  const { segment, now, limit } = query
  const { seen_within_days: seenDays, new_within_days: newDays } = segment
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'account_id', 'opted_out_at', 'muted_until', 'last_event_at'])
    .$if(segment.communes !== undefined && segment.corrects === undefined, (select) => select.select('sealed_state'))
    .where('account_id', 'in', query.accounts)
    .where('first_seen_at', '<=', query.knownBy)
    .$if(query.after !== null, (where) => where.where('id', '>', query.after as ContactId))
    .$if(seenDays !== undefined, (where) => where.where('last_event_at', '>=', now - (seenDays ?? 0) * DAY_MS))
    .$if(newDays !== undefined, (where) => where.where('first_seen_at', '>=', now - (newDays ?? 0) * DAY_MS))
    .orderBy('id')
    .limit(limit)
    .execute()
  // Whoever got a wrong text is told what is right, wherever they live by now.
  const communes = segment.corrects === undefined && segment.communes && new Set(segment.communes)
  const meant = communes
    ? rows.filter((row) => row.sealed_state && communes.has(knownCommuneOf(sealer.open(row.sealed_state)) ?? ''))
    : rows
  return {
    recipients: await describe(db, await narrow(db, segment, meant, (row) => row.id), query),
    next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
    entries: new Map(),
  }
}

/** The same of people whose recipients were fixed before, as they stand now. */
export async function findRecipients(
  db: Db,
  contacts: readonly ContactId[],
  query: Pick<AudienceQuery, 'now' | 'needs'>,
): Promise<Recipient[]> {
  if (contacts.length === 0) return []
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'account_id', 'opted_out_at', 'muted_until', 'last_event_at'])
    .where('id', 'in', contacts)
    .execute()
  return describe(db, rows, query)
}

type ContactRow = Pick<
  Selectable<Schema['contacts']>,
  'id' | 'account_id' | 'opted_out_at' | 'muted_until' | 'last_event_at'
>

async function describe(
  db: Db,
  rows: readonly ContactRow[],
  { now, needs }: Pick<AudienceQuery, 'now' | 'needs'>,
): Promise<Recipient[]> {
  const ids = rows.map((row) => row.id)
  const [received, unreachable, sentInWindow, followers, consents] = await Promise.all([
    countReceived(db, ids, now - 7 * DAY_MS),
    findUnreachable(db, ids),
    needs.window ? countSentInWindow(db, ids) : new Map<ContactId, number>(),
    needs.follows ? findFollowers(db, ids) : new Set<ContactId>(),
    needs.consents ? findPaidConsents(db, ids, now) : new Map<ContactId, PaidConsent>(),
  ])
  return rows.map((row) => ({
    contact: row.id,
    account: row.account_id,
    channel: channelOf(row.account_id),
    lastEventAt: row.last_event_at,
    optedOutAt: row.opted_out_at,
    mutedUntil: row.muted_until,
    unreachable: unreachable.has(row.id),
    receivedThisWeek: received.get(row.id) ?? 0,
    sentInWindow: sentInWindow.get(row.id) ?? 0,
    follows: followers.has(row.id),
    paidConsent: consents.get(row.id) ?? null,
    byPhone: false,
  }))
}

async function findEntries(db: Db, sealer: Sealer, list: PhoneListId, query: AudienceQuery): Promise<AudiencePage> {
  const rows = await pageOfEntries(db, sealer, list, query)
  const ofAccounts = rows.filter(({ contact }) => query.accounts.includes(accountOf(contact)))
  const meant = await narrow(db, query.segment, ofAccounts, (row) => row.contact)
  const ids = meant.map(({ contact }) => contact)
  const [received, unreachable] = await Promise.all([
    countReceived(db, ids, query.now - 7 * DAY_MS),
    findRefusedPhones(db, ids),
  ])
  return {
    recipients: meant.map(({ contact }) => ({
      contact,
      account: accountOf(contact),
      channel: channelOf(contact),
      lastEventAt: 0,
      optedOutAt: null,
      mutedUntil: null,
      unreachable: unreachable.has(contact),
      receivedThisWeek: received.get(contact) ?? 0,
      sentInWindow: 0,
      follows: false,
      paidConsent: null,
      byPhone: true,
    })),
    next: rows.length < query.limit ? null : (rows.at(-1)?.contact ?? null),
    entries: new Map(meant.map((entry) => [entry.contact, entry])),
  }
}

/** How many messages of each account and way (`freeKey`) this calendar month has seen. */
export async function countUsedThisMonth(
  db: Db,
  accounts: readonly AccountId[],
  now: number,
): Promise<Map<string, number>> {
  if (accounts.length === 0) return new Map()
  const rows = await db
    .selectFrom('broadcast_recipients')
    .select((eb) => ['account_id', 'way', eb.fn.countAll<number>().as('count')])
    .where('account_id', 'in', accounts)
    .where('fixed_at', '>=', startOfMonth(now))
    .where('placed', '=', 1)
    .groupBy(['account_id', 'way'])
    .execute()
  return new Map(rows.map((row) => [freeKey(row.account_id, row.way), Number(row.count)]))
}
