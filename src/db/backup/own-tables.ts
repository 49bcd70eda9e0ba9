import type { Db } from '../open.ts'

export interface OwnTable {
  readonly name: string
  readonly columns: readonly string[]
  /** Ids of rows to come are counted by the database. */
  readonly counts: boolean
}

/** The tables that the migrations make, by name; those of the queue and of the migrations themselves are not ours. */
export async function ownTables(db: Db): Promise<OwnTable[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: false })
  return tables
    .filter(({ schema, name, isView }) => !isView && (schema ?? 'public') === 'public' && !name.startsWith('sqlite_'))
    .map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => column.name),
      counts: columns.some((column) => column.name === 'id' && column.isAutoIncrementing),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
