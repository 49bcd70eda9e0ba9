import { type ContactId, platformUserIdOf } from '../../../src/core/ids.ts'
import type { System } from '../../support/system.ts'
import { type Parts, partsKey, type Taken } from './load.ts'
import type { Stored } from './stored.ts'

/** What is wrong with what is stored and what was sent, against the events that were acknowledged; nothing when all is well. */
export async function auditTurns(stored: Stored, taken: readonly Taken[], partsOf: Parts): Promise<string[]> {
  const events = await stored.db
    .selectFrom('inbox')
    .select(['id', 'external_id', 'handled_at', 'failure'])
    .where('type', '=', 'message')
    .execute()
  const replies = await stored.db
    .selectFrom('outbox')
    .select(['key', 'status'])
    .where('purpose', '=', 'reply')
    .execute()
  const contacts = await stored.db.selectFrom('contacts').select(['id', 'version']).execute()
  const requests = await stored.db
    .selectFrom('support_entries')
    .innerJoin('support_requests', 'support_requests.id', 'support_entries.request_id')
    .select('contact_id')
    .where('author', '=', 'citizen')
    .execute()
  const repliesOf = Map.groupBy(replies, (reply) => reply.key.slice(1, reply.key.indexOf('-')))
  const eventsOf = Map.groupBy(events, (event) => event.external_id)
  const wrong: string[] = []

  for (const { person, messageId, text } of taken) {
    const [event, ...more] = eventsOf.get(messageId) ?? []
    if (!event || more.length > 0) wrong.push(`${messageId}: ${more.length + (event ? 1 : 0)} rows in the inbox`)
    else if (event.handled_at === null || event.failure !== null) wrong.push(`${messageId}: not handled`)
    const own = repliesOf.get(String(event?.id)) ?? []
    if (own.length !== partsOf.get(partsKey(person.platform, text)))
      wrong.push(`${messageId} "${text}": ${own.length} replies`)
    if (own.some((reply) => reply.status !== 'sent')) wrong.push(`${messageId}: a reply was not sent`)
  }
  if (events.length !== taken.length) wrong.push(`${events.length} events stored, ${taken.length} acknowledged`)

  const takenOf = Map.groupBy(taken, (event) => event.person.contact)
  for (const { id, version } of contacts) {
    const own = takenOf.get(id) ?? []
    if (version !== own.length) wrong.push(`${id}: version ${version} after ${own.length} turns`)
    const asked = own.filter((event) => event.text === 'gặp cán bộ').length
    const recorded = requests.filter((request) => request.contact_id === id).length
    if (recorded !== asked) wrong.push(`${id}: ${recorded} requests for a person, asked ${asked} times`)
  }
  return wrong
}

/**
 * What is wrong with what arrived at the platforms: a message never sent, sent more often than there were attempts, or a
 * broadcast message sent twice. Gives also how many were sent more than once.
 */
export async function auditSends(stored: Stored, system: System): Promise<{ wrong: string[]; repeated: number }> {
  const rows = await stored.db
    .selectFrom('outbox')
    .select(['id', 'key', 'contact_id', 'purpose', 'status', 'attempts', 'external_id'])
    .orderBy('id')
    .execute()
  const arrived = new Set([...system.zalo.sent, ...system.messenger.sent].map((message) => message.id))
  const wrong: string[] = []
  for (const row of rows) {
    if (row.status === 'sent' && !arrived.has(row.external_id ?? ''))
      wrong.push(`${row.key}: marked as sent, never arrived`)
    if (row.status !== 'sent' && !(row.purpose === 'broadcast' && row.status === 'unknown'))
      wrong.push(`${row.key}: ${row.purpose} is ${row.status}`)
  }
  let repeated = 0
  for (const [contact, own] of Map.groupBy(rows, (row) => row.contact_id)) {
    const received = receivedBy(system, contact)
    const attempts = own.reduce((sum, row) => sum + row.attempts, 0)
    const sent = own.filter((row) => row.status === 'sent').length
    if (received > attempts) wrong.push(`${contact}: received ${received} messages in ${attempts} attempts`)
    if (received > sent) repeated += received - sent
  }
  return { wrong, repeated }
}

function receivedBy(system: System, contact: ContactId): number {
  const id = platformUserIdOf(contact)
  return system.zalo.sentLog.countTo(id) + system.messenger.sentLog.countTo(id)
}

/** Whether a person's replies first arrived at Messenger in the order of their events: our keys are `r<event>-<part>`. */
export function arrivedInOrder(system: System, psid: string): boolean {
  const places = system.messenger.sent
    .filter((message) => message.to === psid)
    .map((message) => /"gd:r(\d+)-(\d+)"/.exec(JSON.stringify(message.body)))
    .filter((match) => match !== null)
    .map(([, event, part]) => Number(event) * 100 + Number(part))
  const first = [...new Set(places)]
  return first.every((place, index) => index === 0 || place > (first[index - 1] ?? 0))
}
