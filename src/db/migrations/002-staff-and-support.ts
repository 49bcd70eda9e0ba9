import { type Kysely, sql } from 'kysely'
import type { Engine } from '../open.ts'
import { columnTypes } from './column-types.ts'

/** Who works here, and a ticket with its course for everyone who asked for a person. */
export function createStaffAndSupport(engine: Engine) {
  const { sealed } = columnTypes(engine)

  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('staff')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('role', 'text', (c) => c.notNull())
        .addColumn('unit', 'text', (c) => c.notNull())
        .addColumn('sealed_name', sealed, (c) => c.notNull())
        .addColumn('contact_id', 'text')
        .addColumn('code_hash', 'text')
        .addColumn('code_expires_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('linked_at', 'bigint')
        .addColumn('removed_at', 'bigint')
        .execute()
      await db.schema
        .createIndex('staff_contact')
        .unique()
        .on('staff')
        .column('contact_id')
        .where(sql<boolean>`removed_at is null and contact_id is not null`)
        .execute()
      await db.schema.createIndex('staff_code').unique().on('staff').column('code_hash').execute()
      await db.schema
        .createTable('staff_link_tries')
        .addColumn('contact_id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('wrong', 'integer', (c) => c.notNull())
        .addColumn('last_at', 'bigint', (c) => c.notNull())
        .execute()

      for (const [name, type] of [
        ['code', 'text'],
        ['unit', 'text'],
        ['holder', 'text'],
        ['due_at', 'bigint'],
        ['answered_at', 'bigint'],
        ['closed_by', 'text'],
        ['rating', 'integer'],
        ['rated_at', 'bigint'],
      ] as const)
        await db.schema.alterTable('support_requests').addColumn(name, type).execute()
      await db.schema
        .alterTable('support_requests')
        .addColumn('status', 'text', (c) => c.notNull().defaultTo('waiting'))
        .execute()
      await db.schema
        .alterTable('support_requests')
        .addColumn('level', 'text', (c) => c.notNull().defaultTo('officer'))
        .execute()
      await db.schema
        .createTable('support_entries')
        .addColumn('id', 'text', (c) => c.primaryKey().notNull())
        .addColumn('request_id', 'text', (c) => c.notNull())
        .addColumn('author', 'text', (c) => c.notNull())
        .addColumn('actor', 'text')
        .addColumn('sealed_text', sealed, (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .execute()
      await moveRequests(db)
      await db.schema
        .createIndex('support_entries_of_request')
        .on('support_entries')
        .columns(['request_id', 'at'])
        .execute()
      await db.schema.createIndex('support_requests_code').unique().on('support_requests').column('code').execute()
      await db.schema
        .createIndex('support_requests_open')
        .unique()
        .on('support_requests')
        .column('contact_id')
        .where(sql<boolean>`status <> 'closed'`)
        .execute()
      await db.schema
        .createIndex('contacts_muted')
        .on('contacts')
        .column('muted_until')
        .where(sql.ref('muted_until'), 'is not', null)
        .execute()
    },

    async down(db: Kysely<unknown>): Promise<void> {
      for (const index of ['contacts_muted', 'support_requests_open', 'support_requests_code'])
        await db.schema.dropIndex(index).execute()
      for (const column of [
        'code',
        'unit',
        'holder',
        'due_at',
        'answered_at',
        'closed_by',
        'rating',
        'rated_at',
        'status',
        'level',
      ])
        await db.schema.alterTable('support_requests').dropColumn(column).execute()
      for (const table of ['support_entries', 'staff_link_tries', 'staff']) await db.schema.dropTable(table).execute()
    },
  }
}

/** Gives each older request a code and its question a place; of a person's open ones the oldest stays, with all questions. */
async function moveRequests(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; contact_id: string; closed_at: number | null }>`
    select id, contact_id, closed_at from support_requests order by created_at, id`.execute(db)
  const openOf = new Map<string, string>()
  for (const [index, { id, contact_id, closed_at }] of rows.entries()) {
    const open = openOf.get(contact_id)
    const home = closed_at === null && open !== undefined ? open : id
    if (closed_at === null && open === undefined) openOf.set(contact_id, id)
    const closed = closed_at !== null || home !== id
    await sql`update support_requests set code = ${codeOf(index)}, status = ${closed ? 'closed' : 'waiting'},
      closed_at = ${closed ? sql`coalesce(closed_at, created_at)` : null} where id = ${id}`.execute(db)
    await sql`insert into support_entries (id, request_id, author, sealed_text, at)
      select id, ${home}, 'citizen', sealed_question, created_at from support_requests
      where id = ${id} and sealed_question is not null`.execute(db)
  }
}

/** `HT-0001`, `HT-0002`, … for requests of before there were codes. */
function codeOf(index: number): string {
  return `HT-${String(index + 1).padStart(4, '0')}`
}
