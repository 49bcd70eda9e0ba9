import { type Kysely, sql } from 'kysely'

/** What keeps the pace over a crash, and counts the messages of a broadcast without reading them. */
export function createSending() {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('sending_accounts')
        .addColumn('account_id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .execute()
      await remakeIndex(db, ['batch', 'status', 'failure', 'failure_code'])
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await remakeIndex(db, ['batch', 'status'])
      await db.schema.dropTable('sending_accounts').execute()
    },
  }
}

async function remakeIndex(db: Kysely<unknown>, columns: readonly string[]): Promise<void> {
  await db.schema.dropIndex('outbox_of_batch').execute()
  await db.schema
    .createIndex('outbox_of_batch')
    .on('outbox')
    .columns([...columns])
    .where(sql.ref('batch'), 'is not', null)
    .execute()
}
