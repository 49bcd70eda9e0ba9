import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** Volunteers who help others learn, who wants to learn, and who helps whom. */
export function createMentors(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('mentor_provinces')
        .addColumn('province_code', 'text', (c) => c.primaryKey().notNull())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .execute()

      await db.schema
        .createTable('mentors')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('province_code', 'text', (c) => c.notNull())
        .addColumn('commune_code', 'text', (c) => c.notNull())
        .addColumn('sealed_content', sealed, (c) => c.notNull())
        .addColumn('capacity', 'integer', (c) => c.notNull())
        .addColumn('taken', 'integer', (c) => c.notNull())
        .addColumn('helped', 'integer', (c) => c.notNull())
        .addColumn('consent_version', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('ended_at', 'bigint')
        .addUniqueConstraint('mentors_once', ['contact_id'])
        .execute()
      await db.schema.createIndex('mentors_of_commune').on('mentors').columns(['commune_code', 'created_at']).execute()

      await db.schema
        .createTable('learners')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('province_code', 'text', (c) => c.notNull())
        .addColumn('commune_code', 'text', (c) => c.notNull())
        .addColumn('sealed_content', sealed, (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('consent_version', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('waits_since', 'bigint', (c) => c.notNull())
        .addUniqueConstraint('learners_once', ['contact_id'])
        .execute()
      await db.schema
        .createIndex('learners_waiting')
        .on('learners')
        .columns(['commune_code', 'waits_since'])
        .where(sql<boolean>`status = 'waiting'`)
        .execute()

      await db.schema
        .createTable('mentor_pairs')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('mentor_id', 'text', (c) => c.notNull())
        .addColumn('learner_id', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('mentor_agreed_at', 'bigint')
        .addColumn('learner_agreed_at', 'bigint')
        .addColumn('proposed_at', 'bigint', (c) => c.notNull())
        .addColumn('closed_at', 'bigint')
        .execute()
      const open = sql<boolean>`status in ('proposed', 'agreed')`
      await db.schema
        .createIndex('mentor_pairs_of_learner')
        .on('mentor_pairs')
        .column('learner_id')
        .unique()
        .where(open)
        .execute()
      await db.schema
        .createIndex('mentor_pairs_of_mentor')
        .on('mentor_pairs')
        .columns(['mentor_id', 'status'])
        .execute()
      await db.schema.createIndex('mentor_pairs_had').on('mentor_pairs').columns(['learner_id', 'mentor_id']).execute()
      await db.schema
        .createIndex('mentor_pairs_proposed')
        .on('mentor_pairs')
        .column('proposed_at')
        .where(sql<boolean>`status = 'proposed'`)
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of ['mentor_pairs', 'learners', 'mentors', 'mentor_provinces'])
        await db.schema.dropTable(table).execute()
    },
  }
}
