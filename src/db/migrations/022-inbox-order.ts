import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { createInboxIndexes, createInboxTable, type OnceBy } from './inbox-table.ts'

const COLUMNS = sql.raw(
  'id, account_id, contact_id, external_id, type, sealed_event, sent_at, received_at, handled_at, attempts, failure',
)

/**
 * Events are known again by their names first, and their accounts second: what arrives at one time then stands side by
 * side in the index, however many accounts there are, and a commit writes a few of its pages instead of one an account.
 */
export function createInboxOrder(engine: Engine) {
  return {
    up: (db: Kysely<unknown>) => knowBy(db, engine, ['external_id', 'account_id']),
    down: (db: Kysely<unknown>) => knowBy(db, engine, ['account_id', 'external_id']),
  }
}

async function knowBy(db: Kysely<unknown>, engine: Engine, onceBy: OnceBy): Promise<void> {
  if (engine === 'postgres') {
    await db.schema.alterTable('inbox').dropConstraint('inbox_once').execute()
    await db.schema
      .alterTable('inbox')
      .addUniqueConstraint('inbox_once', [...onceBy])
      .execute()
    return
  }
  // SQLite changes no constraint of a table that is there.
  await createInboxTable(db, engine, onceBy, 'inbox_again')
  await sql`insert into inbox_again (${COLUMNS}) select ${COLUMNS} from inbox order by id`.execute(db)
  await keepCounting(db)
  await db.schema.dropTable('inbox').execute()
  await db.schema.alterTable('inbox_again').renameTo('inbox').execute()
  await createInboxIndexes(db)
}

/** Answers are known by the ids of their events: one that was deleted must not come again. */
async function keepCounting(db: Kysely<unknown>): Promise<void> {
  await sql`delete from sqlite_sequence where name = 'inbox_again'`.execute(db)
  await sql`insert into sqlite_sequence (name, seq) select 'inbox_again', seq from sqlite_sequence where name = 'inbox'`.execute(
    db,
  )
}
