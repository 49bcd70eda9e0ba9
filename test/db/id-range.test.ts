import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { findIdRange, slicesOf } from '../../src/db/id-range.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, sealer } from '../support/samples.ts'

const HOUR = 3_600_000
const START = 1_000 * HOUR
const inbox = { table: 'inbox', at: 'received_at' } as const

describeOnBothEngines('rows of a period in a table that only grows', (context) => {
  /** 12,000 events, one each minute from `START` on; ids begin anywhere. */
  async function store(): Promise<number> {
    await sql`insert into inbox (account_id, external_id, type, sealed_event, sent_at, received_at)
      with recursive n(i) as (select 0 union all select i + 1 from n where i < 11999)
      select ${account}, 'e' || i, 'message', ${sealer.seal(null)}, 0, cast(${START} as bigint) + i * 60000 from n`.execute(
      context.db,
    )
    const { first } = await context.db
      .selectFrom('inbox')
      .select((eb) => eb.fn.min('id').as('first'))
      .executeTakeFirstOrThrow()
    return Number(first)
  }

  async function countIn(from: number, until: number): Promise<number> {
    const range = await findIdRange(context.db, inbox, { from, until })
    let rows = 0
    for (const { first, end } of range === null ? [] : slicesOf(range)) {
      expect(end - first).toBeLessThanOrEqual(5000)
      const { count } = await context.db
        .selectFrom('inbox')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('id', '>=', first)
        .where('id', '<', end)
        .where('received_at', '>=', from)
        .where('received_at', '<', until)
        .executeTakeFirstOrThrow()
      rows += Number(count)
    }
    return rows
  }

  it('are all found, wherever the period lies, and little more is read', async () => {
    const first = await store()
    expect(await countIn(START, START + HOUR)).toBe(60)
    expect(await countIn(START + 100 * HOUR, START + 101 * HOUR)).toBe(60)
    expect(await countIn(START + 50 * HOUR, START + 150 * HOUR)).toBe(6000)
    expect(await countIn(START - HOUR, START + 1000 * HOUR)).toBe(12_000)
    expect(await findIdRange(context.db, inbox, { from: START + 300 * HOUR, until: START + 400 * HOUR })).toBeNull()
    expect(await findIdRange(context.db, inbox, { from: 0, until: START })).toBeNull()
    const range = await findIdRange(context.db, inbox, { from: START + 100 * HOUR, until: START + 101 * HOUR })
    expect(range?.first).toBe(first + 100 * 60 - 1)
  })

  it('are found where ids are missing', async () => {
    const first = await store()
    await context.db
      .deleteFrom('inbox')
      .where('id', '>', first + 100)
      .where('id', '<', first + 11_000)
      .execute()
    expect(await countIn(START + HOUR, START + 10 * HOUR)).toBe(41)
    expect(await countIn(START + 10 * HOUR, START + 184 * HOUR)).toBe(40)
  })

  it('are found where two processes wrote, of which one was half a minute behind', async () => {
    const first = await store()
    const begin = START + 100 * HOUR
    await context.db
      .updateTable('inbox')
      .set({
        received_at: sql<number>`cast(${begin} as bigint) + case when id = ${first + 5_999} then 5000 else -30000 end`,
      })
      .where('id', '>=', first + 5_999)
      .where('id', '<', first + 6_063)
      .execute()
    expect(await countIn(begin, begin + 10_000)).toBe(1)
  })
})
