import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What staff are about to do with a class, and who was reminded of which lesson. */
export function createClassDesk() {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('class_intents')
        .addColumn('staff_id', 'text', (c) => c.notNull())
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('deed', 'text', (c) => c.notNull())
        .addColumn('present', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('class_intents_once', ['staff_id', 'class_id'])
        .execute()

      await db.schema
        .createTable('class_reminders')
        .addColumn('registration_id', 'text', (c) => c.notNull())
        .addColumn('session_at', 'bigint', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('class_reminders_once', ['registration_id', 'session_at', 'kind'])
        .execute()

      await db.schema
        .createIndex('class_sessions_by_start')
        .on('class_sessions')
        .columns(['starts_at', 'class_id'])
        .execute()
      await db.schema
        .createIndex('staff_of_unit')
        .on('staff')
        .column('unit')
        .where(sql.ref('removed_at'), 'is', null)
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.dropIndex('staff_of_unit').execute()
      await db.schema.dropIndex('class_sessions_by_start').execute()
      for (const table of ['class_reminders', 'class_intents']) await db.schema.dropTable(table).execute()
    },
  }
}
