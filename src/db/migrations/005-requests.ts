import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** What citizens ask for beside answers: a difficulty told, a visit at home, a word on the next day. */
export function createRequests(engine: Engine) {
  const { sealed, serial } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('feedback')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('province', 'text', (c) => c.notNull())
        .addColumn('commune', 'text')
        .addColumn('sealed_content', sealed, (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('closed_at', 'bigint')
        .execute()
      await db.schema.createIndex('feedback_of_province').on('feedback').columns(['province', 'created_at']).execute()
      await db.schema.createIndex('feedback_of_contact').on('feedback').column('contact_id').execute()

      await db.schema
        .createTable('visits')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('code', 'text', (c) => c.notNull().unique())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('commune', 'text', (c) => c.notNull())
        .addColumn('sealed_content', sealed, (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('holder', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('closed_at', 'bigint')
        .execute()
      await db.schema
        .createIndex('visits_of_commune')
        .on('visits')
        .columns(['commune', 'status', 'created_at'])
        .execute()
      await db.schema.createIndex('visits_of_contact').on('visits').column('contact_id').execute()

      await db.schema
        .createTable('follow_ups')
        .addColumn('id', serial)
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('flow', 'text', (c) => c.notNull())
        .addColumn('asked_at', 'bigint', (c) => c.notNull())
        .addColumn('due_at', 'bigint', (c) => c.notNull())
        .addColumn('done_at', 'bigint')
        .execute()
      await db.schema
        .createIndex('follow_ups_due')
        .on('follow_ups')
        .column('due_at')
        .where(sql.ref('done_at'), 'is', null)
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of ['follow_ups', 'visits', 'feedback']) await db.schema.dropTable(table).execute()
    },
  }
}
