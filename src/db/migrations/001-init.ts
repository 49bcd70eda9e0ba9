import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'
import { createInboxIndexes, createInboxTable } from './inbox-table.ts'

/** The foundation: what came in, who writes, what goes out. */
export function createInit(engine: Engine) {
  const { sealed, serial } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await createInboxTable(db, engine, ['account_id', 'external_id'])
      await createInboxIndexes(db)

      await db.schema
        .createTable('contacts')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('sealed_state', sealed, (c) => c.notNull())
        .addColumn('opted_out_at', 'bigint')
        .addColumn('muted_until', 'bigint')
        .addColumn('first_seen_at', 'bigint', (c) => c.notNull())
        .addColumn('last_event_at', 'bigint', (c) => c.notNull())
        .execute()

      await db.schema
        .createTable('outbox')
        .addColumn('id', serial)
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('purpose', 'text', (c) => c.notNull())
        .addColumn('priority', 'integer', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('sealed_part', sealed, (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('due_at', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('finished_at', 'bigint')
        .addColumn('external_id', 'text')
        .addColumn('failure', 'text')
        .addColumn('failure_code', 'text')
        .addColumn('failure_detail', 'text')
        .addUniqueConstraint('outbox_once', ['key'])
        .execute()
      const open = sql<boolean>`status in ('queued', 'sending')`
      await db.schema
        .createIndex('outbox_due')
        .on('outbox')
        .columns(['account_id', 'priority', 'id'])
        .where(open)
        .execute()
      await db.schema
        .createIndex('outbox_order')
        .on('outbox')
        .columns(['contact_id', 'priority', 'id'])
        .where(open)
        .execute()
      await db.schema.createIndex('outbox_of_contact').on('outbox').columns(['contact_id', 'id']).execute()
      await db.schema
        .createIndex('outbox_dead')
        .on('outbox')
        .columns(['status', 'id'])
        .where(sql<boolean>`status in ('failed', 'unknown')`)
        .execute()

      await db.schema
        .createTable('support_requests')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('sealed_question', sealed)
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('closed_at', 'bigint')
        .execute()
      await db.schema
        .createIndex('support_requests_of_account')
        .on('support_requests')
        .columns(['account_id', 'created_at'])
        .execute()

      await db.schema
        .createTable('zalo_tokens')
        .addColumn('account_id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('sealed_pair', sealed, (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addColumn('refreshed_at', 'bigint', (c) => c.notNull())
        .addColumn('seed', 'text', (c) => c.notNull())
        .addColumn('dead_reason', 'text')
        .execute()

      await db.schema
        .createTable('settings')
        .addColumn('name', 'text', (c) => c.primaryKey().notNull())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute()

      await db.schema
        .createTable('audit_log')
        .addColumn('id', serial)
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('action', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('detail', 'text')
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of ['audit_log', 'settings', 'zalo_tokens', 'support_requests', 'outbox', 'contacts', 'inbox']) {
        await db.schema.dropTable(table).execute()
      }
    },
  }
}
