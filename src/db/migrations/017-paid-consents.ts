import type { Kysely } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** Who allowed paid announcements, with the token that their platform gave for it. */
export function createPaidConsents(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('paid_consents')
        .addColumn('contact_id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('sealed_token', sealed, (c) => c.notNull())
        .addColumn('granted_at', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint')
        .addColumn('used_at', 'bigint')
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.dropTable('paid_consents').execute()
    },
  }
}
