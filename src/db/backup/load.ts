import { sql } from 'kysely'
import { AppError } from '../../core/errors.ts'
import { migrate, migrateThrough } from '../migrate.ts'
import type { Database, Db } from '../open.ts'
import type { BackupPart, Cell } from './backup-file.ts'
import { type OwnTable, ownTables } from './own-tables.ts'

const CELLS_A_STATEMENT = 5000

export interface Loaded {
  readonly takenAt: number
  readonly tables: number
  readonly rows: number
}

/**
 * Puts a backup into a database without any rows, then brings it to this version's shape. All or nothing; `check` has
 * the last word before the rows are committed. Throws an `AppError` for a database that is in use, a backup of a newer
 * version, or one that is not whole.
 */
export async function load(
  database: Database,
  parts: AsyncIterable<BackupPart>,
  check: (db: Db) => Promise<void>,
): Promise<Loaded> {
  const iterator = parts[Symbol.asyncIterator]()
  const head = (await iterator.next()).value as BackupPart | undefined
  if (head?.type !== 'head') throw new AppError('backup', 'The file does not begin as a backup does.')
  await migrateThrough(database, head.steps)
  const loaded = await database.db.transaction().execute(async (trx) => {
    const tables = new Map((await ownTables(trx)).map((table) => [table.name, table]))
    await demandEmpty(trx, [...tables.values()])
    const counted = await loadRows(trx, tables, { [Symbol.asyncIterator]: () => iterator })
    if (database.engine === 'postgres') await countOn(trx, [...tables.values()])
    await check(trx)
    return { takenAt: head.takenAt, ...counted }
  })
  await migrate(database)
  return loaded
}

async function demandEmpty(db: Db, tables: readonly OwnTable[]): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0)
      throw new AppError(
        'backup',
        `The database has rows already (in ${name}): a backup is restored into an empty one. Stop the server and set DATABASE_URL to a new database.`,
      )
  }
}

async function loadRows(
  db: Db,
  tables: ReadonlyMap<string, OwnTable>,
  parts: AsyncIterable<BackupPart>,
): Promise<Pick<Loaded, 'tables' | 'rows'>> {
  let into: { readonly name: string; readonly columns: readonly string[] } | null = null
  let waiting: (readonly Cell[])[] = []
  let rows = 0
  let filled = 0

  async function flush(): Promise<void> {
    if (into === null || waiting.length === 0) return
    const values = waiting.map((cells) => sql`(${sql.join(cells)})`)
    waiting = []
    const columns = sql.join(into.columns.map((column) => sql.ref(column)))
    await sql`insert into ${sql.table(into.name)} (${columns}) values ${sql.join(values)}`.execute(db)
  }

  for await (const part of parts) {
    switch (part.type) {
      case 'head':
        throw new AppError('backup', 'The backup has two beginnings: it is damaged.')
      case 'table': {
        await flush()
        if (!tables.has(part.name)) throw new AppError('backup', `The backup has an unknown table: ${part.name}.`)
        into = part
        filled += 1
        break
      }
      case 'row':
        if (into === null || part.cells.length !== into.columns.length)
          throw new AppError('backup', `A row of the backup fits no table (after ${into?.name ?? 'the beginning'}).`)
        waiting.push(part.cells)
        rows += 1
        if (waiting.length * into.columns.length >= CELLS_A_STATEMENT) await flush()
        break
      case 'end':
        await flush()
        if (part.rows !== rows)
          throw new AppError('backup', `The backup should have ${part.rows} rows and has ${rows}: it is damaged.`)
    }
  }
  return { tables: filled, rows }
}

/** On PostgreSQL rows with ids of their own leave the counters where they were. */
async function countOn(db: Db, tables: readonly OwnTable[]): Promise<void> {
  for (const { name } of tables.filter(({ counts }) => counts))
    await sql`
      select setval(pg_get_serial_sequence(${name}, 'id'), greatest((select max(id) from ${sql.table(name)}), 1),
        exists (select 1 from ${sql.table(name)}))
    `.execute(db)
}
