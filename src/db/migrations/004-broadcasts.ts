import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** Announcements: what they say and to whom, each time they are due, and who got them. */
export function createBroadcasts(engine: Engine) {
  const { serial } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('broadcasts')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('title', 'text', (c) => c.notNull())
        .addColumn('author', 'text', (c) => c.notNull())
        .addColumn('changed_by', 'text')
        .addColumn('province', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('status_reason', 'text')
        .addColumn('urgency', 'text', (c) => c.notNull())
        .addColumn('training', 'integer', (c) => c.notNull())
        .addColumn('content', 'text', (c) => c.notNull())
        .addColumn('segment', 'text', (c) => c.notNull())
        .addColumn('schedule', 'text', (c) => c.notNull())
        .addColumn('budget_dong', 'bigint', (c) => c.notNull())
        .addColumn('late_minutes', 'integer')
        .addColumn('next_due_at', 'bigint')
        .addColumn('approved_hash', 'text')
        .addColumn('approved_by', 'text')
        .addColumn('approved_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('changed_at', 'bigint', (c) => c.notNull())
        .execute()
      await db.schema.createIndex('broadcasts_of_status').on('broadcasts').columns(['status', 'next_due_at']).execute()

      await db.schema
        .createTable('broadcast_runs')
        .addColumn('id', serial)
        .addColumn('broadcast_id', 'text', (c) => c.notNull())
        .addColumn('due_at', 'bigint', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('held', 'text')
        .addColumn('cursor', 'text')
        .addColumn('left_out', 'text', (c) => c.notNull())
        .addColumn('accepted_finished', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('accepted_failed', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('started_at', 'bigint')
        .addColumn('finished_at', 'bigint')
        .addUniqueConstraint('broadcast_runs_once', ['broadcast_id', 'due_at'])
        .execute()
      await db.schema
        .createIndex('broadcast_runs_open')
        .on('broadcast_runs')
        .column('id')
        .where(sql<boolean>`status in ('placing', 'sending')`)
        .execute()

      await db.schema
        .createTable('broadcast_recipients')
        .addColumn('run_id', 'bigint', (c) => c.notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('way', 'text', (c) => c.notNull())
        .addColumn('cost_dong', 'bigint', (c) => c.notNull())
        .addColumn('placed', 'integer', (c) => c.notNull())
        .addColumn('fixed_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('broadcast_recipients_once', ['run_id', 'contact_id'])
        .execute()
      await db.schema
        .createIndex('broadcast_recipients_of_contact')
        .on('broadcast_recipients')
        .columns(['contact_id', 'fixed_at'])
        .execute()
      await db.schema
        .createIndex('broadcast_recipients_of_account')
        .on('broadcast_recipients')
        .columns(['account_id', 'fixed_at'])
        .execute()

      await db.schema
        .createTable('outbox_holds')
        .addColumn('batch', 'text', (c) => c.primaryKey().notNull())
        .addColumn('why', 'text', (c) => c.notNull())
        .execute()
      await db.schema.alterTable('outbox').addColumn('batch', 'text').execute()
      await db.schema
        .createIndex('outbox_of_batch')
        .on('outbox')
        .columns(['batch', 'status'])
        .where(sql.ref('batch'), 'is not', null)
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.dropIndex('outbox_of_batch').execute()
      await db.schema.alterTable('outbox').dropColumn('batch').execute()
      for (const table of ['outbox_holds', 'broadcast_recipients', 'broadcast_runs', 'broadcasts']) {
        await db.schema.dropTable(table).execute()
      }
    },
  }
}
