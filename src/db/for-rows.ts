import { type AliasedRawBuilder, type Compilable, type CompiledQuery, type RawBuilder, type SqlBool, sql } from 'kysely'
import { engineOf } from './engine-of.ts'
import { inTransaction } from './in-transaction.ts'
import type { Db } from './open.ts'
import { ParameterRows } from './parameter-rows.ts'
import type { Schema } from './schema.ts'

/** What a column of given rows holds, in PostgreSQL's words; SQLite takes values as they are. */
export type ColumnType = 'text' | 'bigint' | 'integer' | 'bytea'
type Types<Row> = { readonly [Column in keyof Row]-?: ColumnType }

/** The rows that a statement is for. */
export interface Given<Row> {
  /** A table of them, to be read `from`. */
  readonly rows: AliasedRawBuilder<Row, 'given'>
  readonly columns: readonly (keyof Row & string)[]
  /**
   * A query for each of them by itself, which may have an order and a limit of its own. PostgreSQL goes through an index
   * for it, where it would read a whole table to join it with the rows: what it knows of one that has just grown is old.
   */
  each<Found>(query: QueryOfOne<Row>): RawBuilder<Found>
}

/** A query for one row, whose values `value` stands for. */
type QueryOfOne<Row> = (value: (column: keyof Row & string) => RawBuilder<unknown>) => RawBuilder<unknown>

/**
 * The beginning of a statement that puts the given rows into a table, where `condition` holds; SQLite needs one before
 * `on conflict`, or it would read this as the condition of a join.
 */
export function insertGiven<Table extends keyof Schema & string, Row extends object>(
  db: Db,
  table: Table,
  { rows, columns }: Given<Row>,
  condition: RawBuilder<SqlBool> = sql`true`,
) {
  const names: readonly string[] = columns
  return db
    .insertInto(table)
    .columns(names as readonly (keyof Schema[Table] & string)[])
    .expression(
      db
        .selectFrom(rows as AliasedRawBuilder<object, 'given'>)
        .selectAll()
        .where(condition),
    )
}

/** Rows that SQLite takes at a time, most first: the few texts in which a statement stands. */
const SIZES = [64, 8, 1] as const

/**
 * A statement for any number of rows that is built and compiled once, for the hot path: a list of values in the statement
 * itself makes another one of each length, to be built, compiled, prepared and kept for itself.
 *
 * On PostgreSQL the rows are arrays, `unnest`ed, one way there and back for all of them. On SQLite, where a statement has no
 * way to go (https://sqlite.org/np1queryprob.html), it runs again and again, for 64, 8 or one of them: for all or for none.
 * `build` must make the same statement each time.
 */
export function forRows<Row extends object, Returned = unknown>(
  types: Types<Row>,
  build: (db: Db, given: Given<Row>) => Compilable<Returned> | RawBuilder<Returned>,
): (db: Db, rows: readonly Row[]) => Promise<Returned[]> {
  const compiled = new Map<'all' | number, CompiledQuery<Returned>>()
  let sizes: readonly number[] = SIZES

  return async (db, rows) => {
    if (rows.length === 0) return []
    if (engineOf(db) === 'sqlite') return runOnSqlite(db, rows)
    const query = compiledFor(db, 'all')
    return run(db, query, asArrays(query, rows))
  }

  async function runOnSqlite(db: Db, rows: readonly Row[]): Promise<Returned[]> {
    // Tells, before anything is parted, whether it can be for several.
    compiledFor(db, 1)
    if (rows.length === 1) return runBySize(db, rows, 1)
    return inTransaction(db, async (trx) => {
      const returned: Returned[] = []
      let rest = rows
      for (const size of sizes) {
        const count = rest.length - (rest.length % size)
        if (count > 0) returned.push(...(await runBySize(trx, rest.slice(0, count), size)))
        rest = rest.slice(count)
      }
      return returned
    })
  }

  function runBySize(db: Db, rows: readonly Row[], size: number): Promise<Returned[]> {
    const query = compiledFor(db, size)
    const times = new ParameterRows()
    for (let start = 0; start < rows.length; start += size) times.push(asValues(query, rows, start))
    return run(db, query, times)
  }

  /** A query for each row by itself cannot be one for several. */
  function onlyOneByOne(): void {
    sizes = [1]
  }

  function compiledFor(db: Db, size: 'all' | number): CompiledQuery<Returned> {
    const known = compiled.get(size)
    if (known) return known
    const given = size === 'all' ? givenAsArrays(types) : givenAsValues(types, size, onlyOneByOne)
    const query = build(db, given).compile(db)
    compiled.set(size, query)
    return query
  }

  async function run(db: Db, query: CompiledQuery<Returned>, parameters: readonly unknown[]): Promise<Returned[]> {
    return (await db.executeQuery<Returned>({ ...query, parameters })).rows
  }
}

/** Stands in a compiled statement for a value of a row: of which one, where it is for several. */
class Slot {
  readonly column: string
  readonly row: number
  constructor(column: string, row = 0) {
    this.column = column
    this.row = row
  }
}

function givenAsValues<Row>(types: Types<Row>, size: number, onEach: () => void): Given<Row> {
  const columns = Object.keys(types) as (keyof Row & string)[]
  const lists = Array.from({ length: size }, (_, row) => {
    const slots = columns.map((column) => sql`${new Slot(column, row)}`)
    return sql`(${sql.join(slots)})`
  })
  // SQLite names the columns of a bare VALUES list column1, column2.
  const named = columns.map((column, at) => sql`${sql.ref(`column${at + 1}`)} as ${sql.ref(column)}`)
  return {
    rows: sql<Row>`(select ${sql.join(named)} from (values ${sql.join(lists)}))`.as('given'),
    columns,
    each: <Found>(query: QueryOfOne<Row>) => {
      onEach()
      // SQLite plans a statement anew when a value is bound whose like might change the plan: a limit, or what a partial
      // index may be compared with (https://sqlite.org/c3ref/prepare.html). It takes longer than to run ours; what a value
      // within a query is, it does not ask.
      return query((column) => sql`(select ${new Slot(column)})`) as RawBuilder<Found>
    },
  }
}

function givenAsArrays<Row>(types: Types<Row>): Given<Row> {
  const columns = Object.keys(types) as (keyof Row & string)[]
  const values = columns.map((column) => sql`${new Slot(column)}::${sql.raw(types[column])}[]`)
  const alias = sql`given(${sql.join(columns.map((column) => sql.ref(column)))})`
  const rows = sql<Row>`unnest(${sql.join(values)})`.as<'given'>(alias)
  return {
    rows,
    columns,
    each: <Found>(query: QueryOfOne<Row>) =>
      sql<Found>`select one.* from ${rows} cross join lateral (${query((column) => sql.ref(`given.${column}`))}) as one`,
  }
}

function asValues({ parameters }: CompiledQuery, rows: readonly object[], start: number): unknown[] {
  return parameters.map((value) => (value instanceof Slot ? cellOf(rows[start + value.row], value) : value))
}

function asArrays({ parameters }: CompiledQuery, rows: readonly object[]): unknown[] {
  return parameters.map((value) => (value instanceof Slot ? rows.map((row) => cellOf(row, value)) : value))
}

function cellOf(row: object | undefined, { column }: Slot): unknown {
  return row?.[column as keyof typeof row] ?? null
}
