import { assistantKey, type ChatItem, personKey } from '../../channels/web/hub.ts'
import { readView } from '../../channels/web/view.ts'
import type { RenderedPart } from '../../core/channel.ts'
import type { InboundEvent } from '../../core/events.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Db } from '../../db/open.ts'
import type { OutboxStatus } from '../../db/schema.ts'
import type { Sealer } from '../../db/seal.ts'
import type { OutboxId } from '../../outbox/outbox.store.ts'

/** The last `limit` lines of a conversation in both directions, oldest first. */
export async function readHistory(db: Db, sealer: Sealer, contact: ContactId, limit: number): Promise<ChatItem[]> {
  const [asked, answered] = await Promise.all([
    db
      .selectFrom('inbox')
      .select(['external_id', 'sealed_event', 'received_at'])
      .where('contact_id', '=', contact)
      .where('type', 'in', ['message', 'button'])
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),
    db
      .selectFrom('outbox')
      .select(['key', 'sealed_part', 'created_at', 'finished_at'])
      .where('contact_id', '=', contact)
      .where('status', '=', 'sent')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),
  ])
  const questions = asked
    .reverse()
    .flatMap((row) =>
      personItem(row.external_id, sealer.open(row.sealed_event) as InboundEvent | null, row.received_at),
    )
  const answers = answered.reverse().flatMap((row) => assistantItem(sealer, row))
  // The sort is stable: within one millisecond the question stands before its answer.
  return [...questions, ...answers].sort((a, b) => a.at - b.at).slice(-limit)
}

/** A row of the outbox beyond what a page has; `item` is null while it is not sent, or not for a page. */
export interface Newer {
  readonly id: OutboxId
  readonly contact: ContactId
  readonly status: OutboxStatus
  readonly item: ChatItem | null
}

/** The outbox rows of each contact after the row named for it, in order. */
export async function readNewer(
  db: Db,
  sealer: Sealer,
  after: ReadonlyMap<ContactId, OutboxId>,
  limit: number,
): Promise<Newer[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'contact_id', 'status', 'key', 'sealed_part', 'created_at', 'finished_at'])
    .where((eb) =>
      eb.or([...after].map(([contact, id]) => eb.and([eb('contact_id', '=', contact), eb('id', '>', id)]))),
    )
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    contact: row.contact_id,
    status: row.status,
    item: row.status === 'sent' ? (assistantItem(sealer, row)[0] ?? null) : null,
  }))
}

/** After which row a contact's news begin: all rows up to it are sent or given up. */
export async function findNewsStart(db: Db, contact: ContactId): Promise<OutboxId> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => [
      eb.fn.max('id').as('newest'),
      eb.fn.min('id').filterWhere('status', 'in', ['queued', 'sending']).as('open'),
    ])
    .where('contact_id', '=', contact)
    .executeTakeFirst()
  return row?.open ? Number(row.open) - 1 : Number(row?.newest ?? 0)
}

/** `event` is null once the person's data was erased. */
function personItem(externalId: string, event: InboundEvent | null, at: number): ChatItem[] {
  const key = personKey(externalId.slice(externalId.indexOf(':') + 1))
  if (event?.type === 'message') return [{ key, at, from: 'person', text: event.text }]
  return event?.type === 'button' ? [{ key, at, from: 'person', text: event.label }] : []
}

function assistantItem(
  sealer: Sealer,
  row: { key: string; sealed_part: Buffer; created_at: number; finished_at: number | null },
): ChatItem[] {
  const view = readView(sealer.open(row.sealed_part) as RenderedPart)
  const at = row.finished_at ?? row.created_at
  return view === null ? [] : [{ key: assistantKey(row.key), at, from: 'assistant', view }]
}
