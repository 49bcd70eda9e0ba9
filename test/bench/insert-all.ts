import type SQLite from 'better-sqlite3'

const ROWS_A_TRANSACTION = 100_000

/** Writes many rows, one after the other by one prepared statement; the table's indexes are made when all rows are there. */
export function insertAll<Row extends object>(
  sqlite: SQLite.Database,
  table: string,
  count: number,
  rowOf: (number: number) => Row,
): void {
  const indexes = sqlite
    .prepare<[string], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null",
    )
    .all(table)
  for (const { name } of indexes) sqlite.exec(`drop index "${name}"`)
  const columns = Object.keys(rowOf(0))
  const insert = sqlite.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
  )
  const write = sqlite.transaction((from: number, to: number) => {
    for (let number = from; number < to; number++) insert.run(rowOf(number))
  })
  for (let from = 0; from < count; from += ROWS_A_TRANSACTION) write(from, Math.min(count, from + ROWS_A_TRANSACTION))
  for (const { sql } of indexes) sqlite.exec(sql)
}
