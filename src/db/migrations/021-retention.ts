import type { Kysely } from 'kysely'

/** When the words of a closed request were erased, for they had been kept long enough. */
export function createRetention() {
  const tables = ['support_requests', 'visits'] as const
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const table of tables) await db.schema.alterTable(table).addColumn('forgotten_at', 'bigint').execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const table of tables) await db.schema.alterTable(table).dropColumn('forgotten_at').execute()
    },
  }
}
