import type { Kysely } from 'kysely'

/** Of which plan's activities an announcement tells, who let it out beyond their days, and why a run was missed. */
export function createPlanDates() {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      // One column at a time: SQLite adds no more in one statement.
      await db.schema.alterTable('broadcasts').addColumn('plan', 'text').execute()
      await db.schema.alterTable('broadcasts').addColumn('outside_plan_by', 'text').execute()
      await db.schema.alterTable('broadcast_runs').addColumn('why', 'text').execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('broadcast_runs').dropColumn('why').execute()
      await db.schema.alterTable('broadcasts').dropColumn('outside_plan_by').execute()
      await db.schema.alterTable('broadcasts').dropColumn('plan').execute()
    },
  }
}
