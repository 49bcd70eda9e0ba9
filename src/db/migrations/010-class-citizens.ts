import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** What citizens of a class are told and asked: changes of its dates, each person's consents, ratings afterwards. */
export function createClassCitizens(engine: Engine) {
  const { serial } = columnTypes(engine)
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('class_changes')
        .addColumn('id', serial)
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('class_cancelled', 'integer', (c) => c.notNull())
        .addColumn('dates', 'text', (c) => c.notNull())
        .addColumn('changed_at', 'bigint', (c) => c.notNull())
        .addColumn('started_at', 'bigint')
        .addColumn('told_at', 'bigint')
        .execute()
      // Two changes that nobody heard of yet are told as one.
      await db.schema
        .createIndex('class_changes_unstarted')
        .on('class_changes')
        .column('class_id')
        .unique()
        .where(sql<boolean>`started_at is null`)
        .execute()
      await db.schema
        .createIndex('class_changes_untold')
        .on('class_changes')
        .column('id')
        .where(sql<boolean>`told_at is null`)
        .execute()
      await db.schema
        .createTable('class_notices')
        .addColumn('change_id', 'bigint', (c) => c.notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('class_notices_once', ['change_id', 'contact_id'])
        .execute()

      await db.schema
        .createTable('registration_consents')
        .addColumn('registration_id', 'text', (c) => c.notNull())
        .addColumn('giver', 'text', (c) => c.notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('version', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('registration_consents_once', ['registration_id', 'giver'])
        .execute()

      await db.schema
        .createTable('class_ratings')
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('asked_at', 'bigint', (c) => c.notNull())
        .addColumn('score', 'integer')
        .addColumn('rated_at', 'bigint')
        .addPrimaryKeyConstraint('class_ratings_once', ['class_id', 'contact_id'])
        .execute()
      await db.schema
        .createIndex('class_ratings_open')
        .on('class_ratings')
        .columns(['contact_id', 'asked_at'])
        .where(sql<boolean>`score is null`)
        .execute()
      await db.schema.createIndex('classes_by_end').on('classes').column('ends_at').execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.dropIndex('classes_by_end').execute()
      for (const table of ['class_ratings', 'registration_consents', 'class_notices', 'class_changes'])
        await db.schema.dropTable(table).execute()
    },
  }
}
