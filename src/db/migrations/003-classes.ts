import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** Classes, their lessons and who signed up. */
export function createClasses(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('classes')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('code', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('audience', 'text')
        .addColumn('province_code', 'text', (c) => c.notNull())
        .addColumn('commune_code', 'text', (c) => c.notNull())
        .addColumn('place', 'text', (c) => c.notNull())
        .addColumn('map_link', 'text')
        .addColumn('teacher', 'text')
        .addColumn('capacity', 'integer', (c) => c.notNull())
        .addColumn('opens_at', 'bigint')
        .addColumn('closes_at', 'bigint')
        .addColumn('schedule', 'text', (c) => c.notNull())
        .addColumn('mode', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('starts_at', 'bigint')
        .addColumn('ends_at', 'bigint')
        .addColumn('taken', 'integer', (c) => c.notNull())
        .addColumn('waiting', 'integer', (c) => c.notNull())
        .addColumn('arrivals', 'integer', (c) => c.notNull())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .addUniqueConstraint('classes_code', ['code'])
        .execute()
      await db.schema
        .createIndex('classes_of_commune')
        .on('classes')
        .columns(['province_code', 'commune_code', 'starts_at'])
        .execute()

      await db.schema
        .createTable('class_sessions')
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('number', 'integer', (c) => c.notNull())
        .addColumn('starts_at', 'bigint', (c) => c.notNull())
        .addColumn('ends_at', 'bigint', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('province_code', 'text', (c) => c.notNull())
        .addColumn('commune_code', 'text', (c) => c.notNull())
        .addColumn('subject_key', 'text', (c) => c.notNull())
        .addColumn('mode', 'text', (c) => c.notNull())
        .addColumn('entry', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('class_sessions_once', ['class_id', 'number'])
        .execute()
      const entry = sql<boolean>`entry = 1`
      for (const [name, columns] of [
        ['class_sessions_in_commune', ['commune_code', 'starts_at', 'class_id']],
        ['class_sessions_in_province', ['province_code', 'mode', 'starts_at', 'class_id']],
        ['class_sessions_on_subject', ['province_code', 'subject_key', 'starts_at', 'class_id']],
        ['class_sessions_of_class', ['class_id', 'starts_at']],
      ] as const) {
        await db.schema
          .createIndex(name)
          .on('class_sessions')
          .columns([...columns])
          .where(entry)
          .execute()
      }

      await db.schema
        .createTable('registrations')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('contact_id', 'text', (c) => c.notNull())
        .addColumn('sealed_name', sealed, (c) => c.notNull())
        .addColumn('sealed_phone', sealed, (c) => c.notNull())
        .addColumn('person_index', 'text', (c) => c.notNull())
        .addColumn('code', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addColumn('offered_until', 'bigint')
        .addColumn('offer_told_at', 'bigint')
        .addColumn('cancelled_by', 'text')
        .addColumn('consent_version', 'text', (c) => c.notNull())
        .addColumn('consented_by', 'text', (c) => c.notNull())
        .addColumn('consented_at', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .addUniqueConstraint('registrations_code', ['code'])
        .execute()
      await db.schema
        .createIndex('registrations_once')
        .on('registrations')
        .columns(['class_id', 'person_index'])
        .unique()
        .where(sql<boolean>`status <> 'cancelled'`)
        .execute()
      await db.schema
        .createIndex('registrations_waiting')
        .on('registrations')
        .columns(['class_id', 'position'])
        .where(sql<boolean>`status = 'waiting'`)
        .execute()
      await db.schema
        .createIndex('registrations_offered')
        .on('registrations')
        .column('offered_until')
        .where(sql<boolean>`status = 'offered'`)
        .execute()
      await db.schema
        .createIndex('registrations_untold')
        .on('registrations')
        .column('offered_until')
        .where(sql<boolean>`status = 'offered' and offer_told_at is null`)
        .execute()
      await db.schema
        .createIndex('registrations_of_class')
        .on('registrations')
        .columns(['class_id', 'position'])
        .execute()
      await db.schema
        .createIndex('registrations_of_contact')
        .on('registrations')
        .columns(['contact_id', 'created_at'])
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of ['registrations', 'class_sessions', 'classes']) await db.schema.dropTable(table).execute()
    },
  }
}
