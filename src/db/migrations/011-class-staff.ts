import type { Kysely } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** What commune staff do with classes in chat: whom they write to, what they download, and who came on which day. */
export function createClassStaff(engine: Engine) {
  const { sealed } = columnTypes(engine)
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('class_intents').addColumn('sealed_proposal', sealed).execute()

      await db.schema
        .createTable('class_focus')
        .addColumn('staff_id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .execute()

      await db.schema
        .createTable('class_letters')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('staff_id', 'text', (c) => c.notNull())
        .addColumn('people', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('told_at', 'bigint')
        .execute()
      await db.schema
        .createIndex('class_letters_untold')
        .on('class_letters')
        .columns(['told_at', 'created_at'])
        .execute()
      await db.schema
        .createIndex('class_letters_of_class')
        .on('class_letters')
        .columns(['class_id', 'created_at'])
        .execute()

      await db.schema
        .createTable('class_downloads')
        .addColumn('token_hash', 'text', (c) => c.primaryKey().notNull())
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('staff_id', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .execute()

      await db.schema
        .createTable('class_attendance')
        .addColumn('registration_id', 'text', (c) => c.notNull())
        .addColumn('session_at', 'bigint', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('noted_by', 'text', (c) => c.notNull())
        .addColumn('noted_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('class_attendance_once', ['registration_id', 'session_at'])
        .execute()
      await db.schema
        .createTable('class_scans')
        .addColumn('contact_id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of ['class_scans', 'class_attendance', 'class_downloads', 'class_letters', 'class_focus'])
        await db.schema.dropTable(table).execute()
      await db.schema.alterTable('class_intents').dropColumn('sealed_proposal').execute()
    },
  }
}
