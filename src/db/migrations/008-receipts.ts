import { type Kysely, sql } from 'kysely'

/** When messages of broadcasts reached their people and were read, as far as the platforms tell. */
export function createReceiptColumns() {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const column of ['delivered_at', 'seen_at'])
        await db.schema.alterTable('outbox').addColumn(column, 'bigint').execute()
      await db.schema
        .createIndex('outbox_of_broadcasts')
        .on('outbox')
        .columns(['account_id', 'external_id'])
        .where(sql.ref('batch'), 'is not', null)
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.dropIndex('outbox_of_broadcasts').execute()
      for (const column of ['delivered_at', 'seen_at'])
        await db.schema.alterTable('outbox').dropColumn(column).execute()
    },
  }
}
