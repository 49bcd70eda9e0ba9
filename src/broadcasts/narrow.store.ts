import type { ClassCode } from '../classes/class.ts'
import type { RegistrationStatus } from '../classes/classes.schema.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Segment } from './broadcast.ts'
import type { BroadcastId } from './broadcasts.schema.ts'
import { keyOfRecipient } from './run.store.ts'

const WITH_SEAT: readonly RegistrationStatus[] = ['registered', 'offered', 'attended', 'missed']

type Narrowing = Pick<Segment, 'classes' | 'attended' | 'corrects'>

/** Of some people, those whom the parts of a segment mean that ask about classes and earlier broadcasts. */
export async function narrow<Row>(
  db: Db,
  { classes, attended, corrects }: Narrowing,
  rows: readonly Row[],
  contactOf: (row: Row) => ContactId,
): Promise<readonly Row[]> {
  const people = rows.map(contactOf)
  const sets = await Promise.all([
    ...(classes ? [findOnLists(db, classes as ClassCode[], WITH_SEAT, people)] : []),
    ...(attended ? [findOnLists(db, attended as ClassCode[], ['attended'], people)] : []),
    ...(corrects === undefined ? [] : [findReached(db, corrects, people)]),
  ])
  return sets.length === 0 ? rows : rows.filter((row) => sets.every((set) => set.has(contactOf(row))))
}

async function findOnLists(
  db: Db,
  codes: readonly ClassCode[],
  statuses: readonly RegistrationStatus[],
  people: readonly ContactId[],
): Promise<Set<ContactId>> {
  if (people.length === 0) return new Set()
  const rows = await db
    .selectFrom('registrations')
    .innerJoin('classes', 'classes.id', 'registrations.class_id')
    .select('registrations.contact_id')
    .distinct()
    .where('registrations.contact_id', 'in', people)
    .where('registrations.status', 'in', statuses)
    .where('classes.code', 'in', codes)
    .execute()
  return new Set(rows.map((row) => row.contact_id))
}

/** Those to whom a broadcast went out, or may have: by a message of their own, or by the article of their account. */
async function findReached(db: Db, broadcast: BroadcastId, people: readonly ContactId[]): Promise<Set<ContactId>> {
  if (people.length === 0) return new Set()
  const rows = await db
    .selectFrom('broadcast_recipients as recipient')
    .innerJoin('broadcast_runs as run', 'run.id', 'recipient.run_id')
    .select('recipient.contact_id')
    .distinct()
    .where('run.broadcast_id', '=', broadcast)
    .where('recipient.contact_id', 'in', people)
    .where('recipient.placed', '=', 1)
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(
          selectFrom('outbox')
            .select('outbox.id')
            .where('outbox.key', '=', keyOfRecipient)
            .where('outbox.status', 'in', ['sent', 'unknown']),
        ),
        exists(
          selectFrom('article_posts')
            .select('article_posts.run_id')
            .whereRef('article_posts.run_id', '=', 'recipient.run_id')
            .whereRef('article_posts.account_id', '=', 'recipient.account_id')
            .where('article_posts.status', 'in', ['sent', 'unknown'])
            .where(({ not, exists: there, selectFrom: from }) =>
              not(there(from('outbox').select('outbox.id').where('outbox.key', '=', keyOfRecipient))),
            ),
        ),
      ]),
    )
    .execute()
  return new Set(rows.map((row) => row.contact_id))
}
