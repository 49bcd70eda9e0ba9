import type { Kysely } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** The personal Zalo account that posts into groups, its groups, and what was posted where. */
export function createZaloGroups(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('zalo_group_account')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('sealed_session', sealed)
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('reason', 'text')
        .addColumn('posting', 'integer', (c) => c.notNull())
        .addColumn('login_number', 'integer', (c) => c.notNull())
        .addColumn('next_post_at', 'bigint', (c) => c.notNull())
        .addColumn('sealed_login', sealed)
        .addColumn('login_until', 'bigint', (c) => c.notNull())
        .execute()

      await db.schema
        .createTable('zalo_groups')
        .addColumn('group_id', 'text', (c) => c.primaryKey())
        .addColumn('sealed_name', sealed, (c) => c.notNull())
        .addColumn('members', 'integer', (c) => c.notNull())
        .addColumn('commune', 'text')
        .addColumn('seen_at', 'bigint', (c) => c.notNull())
        .addColumn('gone_at', 'bigint')
        .execute()

      await db.schema
        .createTable('zalo_group_posts')
        .addColumn('run_id', 'bigint', (c) => c.notNull())
        .addColumn('group_id', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('attempted_at', 'bigint', (c) => c.notNull())
        .addColumn('finished_at', 'bigint')
        .addColumn('message_id', 'text')
        .addColumn('failure_code', 'text')
        .addPrimaryKeyConstraint('zalo_group_posts_once', ['run_id', 'group_id'])
        .execute()
      await db.schema.createIndex('zalo_group_posts_by_time').on('zalo_group_posts').column('attempted_at').execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of ['zalo_group_posts', 'zalo_groups', 'zalo_group_account'])
        await db.schema.dropTable(table).execute()
    },
  }
}
