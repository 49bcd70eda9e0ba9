import { sql } from 'kysely'
import { appliedSteps } from '../migrate.ts'
import type { Database, Db, Engine } from '../open.ts'
import type { BackupPart, Cell } from './backup-file.ts'
import { ownTables } from './own-tables.ts'

const ROWS_A_READ = 1000

type Row = Readonly<Record<string, Cell>>

/**
 * All that the database holds, as it stood at one instant: the server may go on meanwhile. `takenAt`: UTC ms. What is
 * sealed stays sealed.
 */
export async function* dump({ db, engine }: Database, takenAt: number): AsyncGenerator<BackupPart> {
  const transaction = await db.startTransaction().setIsolationLevel(ISOLATION[engine]).execute()
  try {
    yield { type: 'head', takenAt, steps: await appliedSteps(transaction) }
    let rows = 0
    for (const { name, columns } of await ownTables(transaction)) {
      yield { type: 'table', name, columns }
      for await (const row of engine === 'sqlite' ? byRowid(transaction, name) : byCursor(transaction, name)) {
        rows += 1
        yield { type: 'row', cells: columns.map((column) => row[column] ?? null) }
      }
    }
    yield { type: 'end', rows }
  } finally {
    await transaction.rollback().execute()
  }
}

/** What keeps a transaction's reads at one instant; on SQLite every transaction does. */
const ISOLATION = { sqlite: 'serializable', postgres: 'repeatable read' } as const satisfies Record<Engine, string>

async function* byRowid(db: Db, table: string): AsyncGenerator<Row> {
  for (let last = -1; ; ) {
    const { rows } = await sql<Row & { __place: number }>`
      select rowid as __place, * from ${sql.table(table)} where rowid > ${last} order by rowid limit ${ROWS_A_READ}
    `.execute(db)
    yield* rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < ROWS_A_READ) return
    last = end.__place
  }
}

async function* byCursor(db: Db, table: string): AsyncGenerator<Row> {
  await sql`declare backup_rows no scroll cursor for select * from ${sql.table(table)}`.execute(db)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(ROWS_A_READ)} from backup_rows`.execute(db)
    yield* rows
    if (rows.length < ROWS_A_READ) break
  }
  await sql`close backup_rows`.execute(db)
}
