import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** Questions that were not answered, and what staff made of them. */
export function createLearning(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('open_questions')
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('question_hash', 'text', (c) => c.notNull())
        .addColumn('province', 'text', (c) => c.notNull())
        .addColumn('sealed_question', sealed, (c) => c.notNull())
        .addColumn('why', 'text', (c) => c.notNull())
        .addColumn('topic', 'text')
        .addColumn('last_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('open_questions_once', ['contact_id', 'question_hash'])
        .execute()
      await db.schema
        .createIndex('open_questions_of_province')
        .on('open_questions')
        .columns(['province', 'last_at'])
        .execute()
      await db.schema.createIndex('open_questions_by_age').on('open_questions').column('last_at').execute()

      await db.schema
        .createTable('lessons')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('province', 'text', (c) => c.notNull())
        .addColumn('topic', 'text')
        .addColumn('forced', 'integer', (c) => c.notNull())
        .addColumn('made_by', 'text', (c) => c.notNull())
        .addColumn('made_at', 'bigint', (c) => c.notNull())
        .addColumn('undone_by', 'text')
        .addColumn('undone_at', 'bigint')
        .execute()
      await db.schema
        .createIndex('lessons_that_hold')
        .on('lessons')
        .column('made_at')
        .where(sql.ref('undone_at'), 'is', null)
        .execute()

      await db.schema
        .createTable('lesson_questions')
        .addColumn('lesson_id', 'text', (c) => c.notNull())
        .addColumn('question_hash', 'text', (c) => c.notNull())
        .addColumn('sealed_question', sealed, (c) => c.notNull())
        .addPrimaryKeyConstraint('lesson_questions_once', ['lesson_id', 'question_hash'])
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of ['lesson_questions', 'lessons', 'open_questions']) await db.schema.dropTable(table).execute()
    },
  }
}
