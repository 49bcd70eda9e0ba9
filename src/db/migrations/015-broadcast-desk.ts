import type { Kysely } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** Announcements in chat: what officers are writing, and what officers were told of. */
export function createBroadcastDesk(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('broadcast_compositions')
        .addColumn('staff_id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('sealed_composition', sealed, (c) => c.notNull())
        .addColumn('touched_at', 'bigint', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('broadcast_notices')
        .addColumn('broadcast_id', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('about', 'text', (c) => c.notNull())
        .addColumn('named', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('broadcast_notices_once', ['broadcast_id', 'kind', 'about'])
        .execute()
      await db.schema.alterTable('broadcast_runs').addColumn('resent_at', 'bigint').execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('broadcast_runs').dropColumn('resent_at').execute()
      await db.schema.dropTable('broadcast_notices').execute()
      await db.schema.dropTable('broadcast_compositions').execute()
    },
  }
}
