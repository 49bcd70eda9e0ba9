import type { Kysely } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** What announcements need outside the platforms' windows: approved templates, quotas, lists of phones, articles. */
export function createBroadcastWays(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('platform_templates')
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('title', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('template', 'text', (c) => c.notNull())
        .addColumn('synced_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('platform_templates_once', ['account_id', 'id'])
        .execute()

      await db.schema
        .createTable('quotas')
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('quota', 'text', (c) => c.notNull())
        .addColumn('period', 'text', (c) => c.notNull())
        .addColumn('total', 'bigint')
        .addColumn('remaining', 'bigint', (c) => c.notNull())
        .addColumn('asked_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('quotas_once', ['account_id', 'quota'])
        .execute()
      await db.schema
        .createTable('quota_reservations')
        .addColumn('run_id', 'bigint', (c) => c.notNull())
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('quota', 'text', (c) => c.notNull())
        .addColumn('count', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('quota_reservations_once', ['run_id', 'account_id', 'quota'])
        .execute()

      await db.schema
        .createTable('phone_lists')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('title', 'text', (c) => c.notNull())
        .addColumn('columns', 'text', (c) => c.notNull())
        .addColumn('author', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('phone_list_entries')
        .addColumn('list_id', 'text', (c) => c.notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('row', 'integer', (c) => c.notNull())
        .addColumn('sealed_entry', sealed, (c) => c.notNull())
        .addPrimaryKeyConstraint('phone_list_entries_once', ['list_id', 'contact_id'])
        .execute()

      await db.schema
        .createTable('article_posts')
        .addColumn('run_id', 'bigint', (c) => c.notNull())
        .addColumn('account_id', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('article', 'text', (c) => c.notNull())
        .addColumn('token', 'text')
        .addColumn('article_id', 'text')
        .addColumn('message_id', 'text')
        .addColumn('next_try_at', 'bigint', (c) => c.notNull())
        .addColumn('changed_at', 'bigint', (c) => c.notNull())
        .addColumn('failure_code', 'text')
        .addColumn('failure_detail', 'text')
        .addPrimaryKeyConstraint('article_posts_once', ['run_id', 'account_id'])
        .execute()

      await db.schema.alterTable('outbox').addColumn('usable_until', 'bigint').execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('outbox').dropColumn('usable_until').execute()
      for (const table of [
        'article_posts',
        'phone_list_entries',
        'phone_lists',
        'quota_reservations',
        'quotas',
        'platform_templates',
      ])
        await db.schema.dropTable(table).execute()
    },
  }
}
