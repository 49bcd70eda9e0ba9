import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** The columns by which an event is known again, as the index of them is sorted. */
export type OnceBy = readonly ['account_id', 'external_id'] | readonly ['external_id', 'account_id']

/** Makes the table of what came in, named `inbox` unless it is to take that one's place. */
export async function createInboxTable(
  db: Kysely<unknown>,
  engine: Engine,
  onceBy: OnceBy,
  name = 'inbox',
): Promise<void> {
  const { sealed, serial } = columnTypes(engine)
  await db.schema
    .createTable(name)
    .addColumn('id', serial)
    .addColumn('account_id', 'text', (c) => c.notNull())
    .addColumn('contact_id', 'text')
    .addColumn('external_id', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('sealed_event', sealed, (c) => c.notNull())
    .addColumn('sent_at', 'bigint', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('handled_at', 'bigint')
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('failure', 'text')
    .addUniqueConstraint('inbox_once', [...onceBy])
    .execute()
}

export async function createInboxIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('inbox_waiting')
    .on('inbox')
    .columns(['contact_id', 'id'])
    .where(sql.ref('handled_at'), 'is', null)
    .execute()
  await db.schema
    .createIndex('inbox_of_contact')
    .on('inbox')
    .columns(['contact_id', 'id'])
    .where(sql.ref('contact_id'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('inbox_failed')
    .on('inbox')
    .column('id')
    .where(sql.ref('failure'), 'is not', null)
    .execute()
}
