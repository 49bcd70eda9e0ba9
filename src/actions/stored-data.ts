import { z } from 'zod'
import { countAttendance } from '../classes/attendance.store.ts'
import { vietnamDate } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Action } from '../engine/action.ts'
import { findPaidConsents } from '../people/paid-consent.store.ts'
import type { ActionDeps } from './deps.ts'

/** Tells a person what is kept of them (Luật 91/2025/QH15, the right to know). */
export function tellStoredData({ db, texts }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: [],
    async run(_params, { contact, known, now }) {
      const person = await db
        .selectFrom('contacts')
        .select(['first_seen_at', 'opted_out_at'])
        .where('id', '=', contact)
        .executeTakeFirst()
      const counts = await countsOf(db, contact)
      const consents = await findPaidConsents(db, [contact], now)
      const { stored } = texts
      const line = (text: string, count: number) => (count > 0 ? [fill(text, { count: String(count) })] : [])
      const lines = [
        stored.intro,
        ...(known.commune ? [fill(stored.commune, { commune: known.commune.said })] : []),
        ...(person ? [fill(stored.since, { date: vietnamDate(person.first_seen_at) })] : []),
        ...line(stored.messages, counts.messages),
        ...line(stored.tickets, counts.tickets),
        ...line(stored.visits, counts.visits),
        ...line(stored.registrations, counts.registrations),
        ...line(stored.attendance, counts.attendance),
        ...line(stored.mentor, counts.mentors),
        ...line(stored.learner, counts.learners),
        ...line(stored.feedback, counts.feedback),
        ...line(stored.follow_ups, counts.followUps),
        ...line(stored.questions, counts.questions),
        ...(consents.has(contact) ? [stored.paid_consent] : []),
        ...(person?.opted_out_at != null ? [stored.opted_out] : []),
        stored.nothing_more,
      ]
      return { outcome: 'done', messages: [{ type: 'text', text: lines.join('\n') }] }
    },
  }
}

async function countsOf(db: Db, contact: ContactId) {
  const count = async (
    table:
      | 'mentors'
      | 'learners'
      | 'inbox'
      | 'support_requests'
      | 'visits'
      | 'registrations'
      | 'feedback'
      | 'follow_ups'
      | 'open_questions',
  ) => {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('contact_id', '=', contact)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  }
  return {
    messages: await count('inbox'),
    tickets: await count('support_requests'),
    visits: await count('visits'),
    registrations: await count('registrations'),
    attendance: await countAttendance(db, contact),
    mentors: await count('mentors'),
    learners: await count('learners'),
    feedback: await count('feedback'),
    followUps: await count('follow_ups'),
    questions: await count('open_questions'),
  }
}
