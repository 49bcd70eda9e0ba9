import type { Kysely } from 'kysely'

/** What is left of people's attendance once their own data are erased, and classes that take place after all. */
export function createClassRetention() {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('class_changes')
        .addColumn('class_restored', 'integer', (c) => c.notNull().defaultTo(0))
        .execute()
      await db.schema
        .createTable('class_past_figures')
        .addColumn('commune_code', 'text', (c) => c.notNull())
        .addColumn('month', 'text', (c) => c.notNull())
        .addColumn('registered', 'integer', (c) => c.notNull())
        .addColumn('present', 'integer', (c) => c.notNull())
        .addColumn('people', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('class_past_figures_once', ['commune_code', 'month'])
        .execute()
    },
    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.dropTable('class_past_figures').execute()
      await db.schema.alterTable('class_changes').dropColumn('class_restored').execute()
    },
  }
}
