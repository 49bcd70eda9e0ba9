import { type AliasedRawBuilder, type Compilable, type CompiledQuery, type RawBuilder, sql } from 'kysely'
import { engineOf } from './engine-of.ts'
import type { Db, Engine } from './open.ts'
import { ParameterRows } from './parameter-rows.ts'

/** What a column of given rows holds, in PostgreSQL's words; SQLite takes values as they are. */
export type ColumnType = 'text' | 'bigint' | 'integer' | 'bytea'

/** The rows that a statement is for. */
export interface Given<Row> {
  /** A table of them, to be read `from`. */
  readonly rows: AliasedRawBuilder<Row, 'given'>
  readonly columns: readonly (keyof Row & string)[]
  /** A query for each of them by itself, which may have an order and a limit of its own. */
  each<Found>(query: QueryOfOne<Row>): RawBuilder<Found>
}

/** A query for one row, whose values `value` stands for. */
type QueryOfOne<Row> = (value: (column: keyof Row & string) => RawBuilder<unknown>) => RawBuilder<unknown>

/**
 * A statement for any number of rows that is built and compiled once, for the hot path: a list of values in the statement
 * itself makes another one of each length, to be built, compiled, prepared and kept for itself.
 *
 * On PostgreSQL the rows are arrays, `unnest`ed, one way there and back for all of them. On SQLite, where a statement has no
 * way to go, it runs once for each row (https://sqlite.org/np1queryprob.html): for all of them or for none. `build` must
 * make the same statement of an engine each time.
 */
export function forRows<Row extends object, Returned = unknown>(
  types: { readonly [Column in keyof Row]-?: ColumnType },
  build: (db: Db, given: Given<Row>) => Compilable<Returned> | RawBuilder<Returned>,
): (db: Db, rows: readonly Row[]) => Promise<Returned[]> {
  const compiled = new Map<Engine, CompiledQuery<Returned>>()

  return async (db, rows) => {
    if (rows.length === 0) return []
    const engine = engineOf(db)
    const query = compiled.get(engine) ?? compile(db, engine)
    const parameters = engine === 'sqlite' ? eachRow(query, rows) : arrays(query, rows)
    const { rows: returned } = await db.executeQuery<Returned>({ ...query, parameters })
    return returned
  }

  function compile(db: Db, engine: Engine): CompiledQuery<Returned> {
    const query = build(db, engine === 'sqlite' ? givenOneByOne(types) : givenAsArrays(types)).compile(db)
    compiled.set(engine, query)
    return query
  }
}

/** Stands in a compiled statement for a value of a row. */
class Slot {
  readonly column: string
  constructor(column: string) {
    this.column = column
  }
}

type Types<Row> = { readonly [Column in keyof Row]-?: ColumnType }

function givenOneByOne<Row>(types: Types<Row>): Given<Row> {
  const columns = Object.keys(types) as (keyof Row & string)[]
  const values = columns.map((column) => sql`${new Slot(column)} as ${sql.ref(column)}`)
  return {
    rows: sql<Row>`(select ${sql.join(values)})`.as('given'),
    columns,
    each: <Found>(query: QueryOfOne<Row>) => query((column) => sql`${new Slot(column)}`) as RawBuilder<Found>,
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

function eachRow({ parameters }: CompiledQuery, rows: readonly object[]): ParameterRows {
  const each = new ParameterRows()
  for (const row of rows) each.push(parameters.map((value) => (value instanceof Slot ? cellOf(row, value) : value)))
  return each
}

function arrays({ parameters }: CompiledQuery, rows: readonly object[]): unknown[] {
  return parameters.map((value) => (value instanceof Slot ? rows.map((row) => cellOf(row, value)) : value))
}

function cellOf(row: object, { column }: Slot): unknown {
  return row[column as keyof typeof row] ?? null
}
