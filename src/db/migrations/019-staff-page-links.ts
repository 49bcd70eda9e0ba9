import type { Kysely } from 'kysely'

/** Links that staff get in chat, whatever page they open: those of class lists were the first. None works longer than minutes. */
export function createStaffPageLinks() {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('staff_page_links')
        .addColumn('token_hash', 'text', (c) => c.primaryKey().notNull())
        .addColumn('purpose', 'text', (c) => c.notNull())
        .addColumn('about', 'text')
        .addColumn('staff_id', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .execute()
      await db.schema.dropTable('class_downloads').execute()
    },
    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('class_downloads')
        .addColumn('token_hash', 'text', (c) => c.primaryKey().notNull())
        .addColumn('class_id', 'text', (c) => c.notNull())
        .addColumn('staff_id', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint')
        .execute()
      await db.schema.dropTable('staff_page_links').execute()
    },
  }
}
