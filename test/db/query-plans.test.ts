import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, it } from 'vitest'
import { listLearningRecords } from '../../src/classes/attendance.store.ts'
import { passOnExpiredOffer } from '../../src/classes/change-registration.ts'
import { findPosterDate } from '../../src/classes/check-in.store.ts'
import type { ClassCode } from '../../src/classes/class.ts'
import { findClasses } from '../../src/classes/find-classes.ts'
import { listUntoldLetters } from '../../src/classes/letter.store.ts'
import { listRegistrationsOf } from '../../src/classes/registration.store.ts'
import { findDueReminders } from '../../src/classes/reminder.store.ts'
import { listUntoldOffers } from '../../src/classes/seats.ts'
import { listComingDates } from '../../src/classes/session.store.ts'
import type { ProvinceId } from '../../src/core/ids.ts'
import { cachingStatements } from '../../src/db/caching-statements.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Db, openDatabase } from '../../src/db/open.ts'
import type { Schema } from '../../src/db/schema.ts'
import { inboxFigures } from '../../src/inbox/figures.store.ts'
import {
  findContactsWithWork,
  findWaitingEvents,
  type InboxId,
  markHandled,
  measureInbox,
} from '../../src/inbox/inbox.store.ts'
import { matchLearner } from '../../src/mentors/match.ts'
import { countMentoring } from '../../src/mentors/mentor.store.ts'
import type { LearnerId } from '../../src/mentors/mentors.schema.ts'
import { listOpenPairs, listUnanswered } from '../../src/mentors/pair.store.ts'
import { measureBatch } from '../../src/outbox/batch.store.ts'
import { claimDue } from '../../src/outbox/claim.store.ts'
import { listDeadLetters } from '../../src/outbox/dead-letters.store.ts'
import { measureOutbox, recoverInterrupted } from '../../src/outbox/open-rows.store.ts'
import type { OutboxId } from '../../src/outbox/outbox.store.ts'
import { recordMarkReceipts, recordNamedReceipts, recordUndelivered } from '../../src/outbox/receipts.store.ts'
import { recordResults } from '../../src/outbox/results.store.ts'
import { findContacts } from '../../src/people/contact.store.ts'
import { peopleFigures } from '../../src/people/figures.store.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { makeReport } from '../../src/report/make-report.ts'
import { findStaffByContact } from '../../src/staff/staff.store.ts'
import { tendTickets } from '../../src/support/tend-tickets.ts'
import { findOpenTicket } from '../../src/support/ticket.store.ts'
import { matching } from '../mentors/support/samples.ts'
import { createTestDatabase } from '../support/databases.ts'
import { reportDeskOver } from '../support/report-desk.ts'
import { account, NOW, person, sealer } from '../support/samples.ts'
import { desk } from '../support/support-desk.ts'

const WANTED = { commune: { code: '21609' as UnitCode, province: '52' as UnitCode }, from: NOW }

/** What the server asks all day long: it must not become slower with all that was ever received and sent. */
const FREQUENT: { name: string; ask: (db: Db) => Promise<unknown> }[] = [
  { name: 'contacts with work', ask: (db) => findContactsWithWork(db, 10) },
  { name: 'waiting events', ask: (db) => findWaitingEvents(db, sealer, [person(1), person(2)], 10) },
  { name: 'events that were handled', ask: (db) => markHandled(db, [1 as InboxId], NOW) },
  { name: 'people who write', ask: (db) => findContacts(db, sealer, [person(1)]) },
  { name: 'the depth of the inbox', ask: (db) => measureInbox(db) },
  { name: 'due messages', ask: (db) => claimDue(db, sealer, [{ account, limit: 10 }], NOW) },
  { name: 'due answers', ask: (db) => claimDue(db, sealer, [{ account, limit: 10, repliesOnly: true }], NOW) },
  {
    name: 'messages that were sent',
    ask: (db) => recordResults(db, [{ id: 1 as OutboxId, status: 'sent', externalId: 'm1' }], NOW),
  },
  {
    name: 'messages that arrived, by their names',
    ask: (db) => recordNamedReceipts(db, 'seen', [{ account, externalId: 'm1', at: NOW }]),
  },
  {
    name: 'messages that arrived, by a mark',
    ask: (db) => recordMarkReceipts(db, 'seen', [{ contact: person(1), upTo: NOW, at: NOW }], NOW),
  },
  {
    name: 'messages that did not arrive',
    ask: (db) => recordUndelivered(db, [{ account, externalId: 'm1', at: NOW }]),
  },
  { name: 'the messages of a run', ask: (db) => measureBatch(db, 'b1') },
  { name: 'interrupted messages', ask: (db) => recoverInterrupted(db, account, NOW) },
  { name: 'the depth of the outbox', ask: (db) => measureOutbox(db) },
  { name: 'dead letters', ask: (db) => listDeadLetters(db, { limit: 10 }) },
  { name: 'a person’s open ticket', ask: (db) => findOpenTicket(db, sealer, person(1)) },
  { name: 'classes of a commune or province', ask: (db) => findClasses(db, WANTED, NOW) },
  { name: 'classes on a subject', ask: (db) => findClasses(db, { ...WANTED, subject: 'vneid' }, NOW) },
  { name: 'offers of seats that ran out', ask: (db) => passOnExpiredOffer(db, { offerMs: 1 }, NOW) },
  { name: 'offers of seats that nobody was told of', ask: (db) => listUntoldOffers(db, 10) },
  { name: 'what a person signed up for', ask: (db) => listRegistrationsOf(db, sealer, person(1)) },
  { name: 'the member of staff who writes', ask: (db) => findStaffByContact(db, sealer, person(1)) },
  {
    name: 'lessons to be reminded of',
    ask: (db) => findDueReminders(db, sealer, { kind: 'soon', from: NOW, until: NOW + 1, since: NOW, lead: 1 }, 10),
  },
  { name: 'letters to classes whose writer waits to hear', ask: (db) => listUntoldLetters(db, 10) },
  { name: 'what a person has learned', ask: (db) => listLearningRecords(db, sealer, person(1)) },
  {
    name: 'the dates to come of a commune',
    ask: (db) => listComingDates(db, [WANTED.commune.code], { now: NOW, limit: 10 }),
  },
  { name: 'the date of a poster', ask: (db) => findPosterDate(db, 'LC12' as ClassCode, 1) },
  { name: 'how long pairs wait for an answer', ask: (db) => listUnanswered(db, NOW, 10) },
  { name: 'the pairs that a person is one of', ask: (db) => listOpenPairs(db, sealer, person(1)) },
  { name: 'the mentors of a commune', ask: (db) => countMentoring(db, WANTED.commune.code) },
  { name: 'a mentor for whoever asks', ask: (db) => lookForMentor(db) },
  { name: 'what is due of tickets', ask: (db) => tendTickets(db, desk, NOW) },
  { name: 'the figures of a report', ask: countForReport },
]

/** With ids given: in an empty table none would be found, and nothing more be asked. */
async function countForReport(db: Db): Promise<void> {
  const period = { from: NOW, until: NOW + 1 }
  const ids = { first: 1, end: 2 }
  await inboxFigures(db, [account], period, ids)
  await peopleFigures(db, sealer, [account], period, ids)
  await makeReport(reportDeskOver(db), { unit: 'gia-lai' as ProvinceId, period, now: NOW })
}

function lookForMentor(db: Db): Promise<unknown> {
  const { code: commune, province } = WANTED.commune
  const place = { id: '1' as LearnerId, contact: person(1), province, commune, status: 'waiting' } as const
  return matchLearner(db, matching, { ...place, name: 'An', phone: '0912', language: 'kinh', wish: '' }, NOW)
}

it.each(FREQUENT)('SQLite finds $name by an index', async ({ ask }) => {
  await using home = await createTestDatabase('sqlite')
  await using database = openDatabase(home.url)
  await migrate(database)
  const sqlite = new SQLite(home.url.slice('file:'.length))
  const kept = cachingStatements(sqlite)
  const statements: string[] = []
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({
      database: {
        ...kept,
        prepare: (text: string) => {
          statements.push(text)
          return kept.prepare(text)
        },
      },
    }),
  })

  await ask(db)
  const plans = statements
    .filter((text) => /^\s*(select|update|with)/.test(text))
    .flatMap((text) => sqlite.prepare(`explain query plan ${text}`).all(...(text.match(/\?/g) ?? []).map(() => null)))
  await db.destroy()

  expect(plans.length).toBeGreaterThan(0)
  const details = plans.map((step) => String((step as { detail: unknown }).detail))
  expect(
    details.filter((detail) =>
      /^SCAN (inbox|outbox|due|earlier|contacts|staff|support_requests|registrations|mentors|learners|mentor_pairs|classes|class_sessions|s|c)\b(?!.* USING)/.test(
        detail,
      ),
    ),
  ).toEqual([])
})
