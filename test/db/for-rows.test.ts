import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { forRows, insertGiven } from '../../src/db/for-rows.ts'
import { describeOnBothEngines } from '../support/databases.ts'

interface Setting {
  readonly name: string
  readonly value: string
}

const insertNew = forRows<Setting, { name: string }>({ name: 'text', value: 'text' }, (db, given) =>
  insertGiven(db, 'settings', given)
    .onConflict((oc) => oc.column('name').doNothing())
    .returning('settings.name'),
)

const insertAll = forRows<Setting>({ name: 'text', value: 'text' }, (db, given) => insertGiven(db, 'settings', given))

const updateValues = forRows<Setting, Setting>({ name: 'text', value: 'text' }, (db, { rows }) =>
  db
    .updateTable('settings')
    .from(rows)
    .set((eb) => ({ value: eb.ref('given.value') }))
    .whereRef('settings.name', '=', 'given.name')
    .returning(['settings.name', 'settings.value']),
)

const selectAfter = forRows<{ name: string; most: number }, Setting>({ name: 'text', most: 'integer' }, (_, given) =>
  given.each<Setting>(
    (value) => sql`select name, value from settings where name > ${value('name')} order by name limit ${value('most')}`,
  ),
)

describeOnBothEngines('a statement for many rows', (context) => {
  const settings = (...names: string[]) => names.map((name) => ({ name, value: `of ${name}` }))
  const stored = async () =>
    (await context.db.selectFrom('settings').select('name').orderBy('name').execute()).map(nameOf)

  it('inserts each, and returns those that were inserted', async () => {
    expect((await insertNew(context.db, settings('a', 'b'))).map(nameOf)).toEqual(['a', 'b'])
    expect((await insertNew(context.db, settings('b', 'c', 'c'))).map(nameOf)).toEqual(['c'])
    expect(await stored()).toEqual(['a', 'b', 'c'])
  })

  it('inserts all or none', async () => {
    await insertAll(context.db, settings('b'))
    await expect(insertAll(context.db, settings('a', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'b'))).rejects.toThrow()
    expect(await stored()).toEqual(['b'])
  })

  it('takes as many as there are, in their order', async () => {
    const many = settings(
      ...Array.from({ length: 64 + 3 * 8 + 5 }, (_, number) => `n${String(number).padStart(3, '0')}`),
    )
    const once = await insertNew(context.db, many)
    expect(once.map(nameOf)).toEqual(many.map(nameOf))
    expect(await insertNew(context.db, many)).toEqual([])
    const all = await selectAfter(
      context.db,
      many.map(({ name }) => ({ name, most: 1 })),
    )
    expect(all).toHaveLength(many.length - 1)
  })

  it('leaves it to its transaction whether it happened', async () => {
    const undone = context.db.transaction().execute(async (trx) => {
      await insertAll(trx, settings('a', 'b'))
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    expect(await stored()).toEqual([])
  })

  it('updates each with its own values', async () => {
    await insertAll(context.db, settings('a', 'b'))
    const changed = [
      { name: 'a', value: 'it\'s "1", {2} \\ ạ' },
      { name: 'x', value: 'nobody' },
    ]
    expect(await updateValues(context.db, changed)).toEqual([changed[0]])
  })

  it('selects for each by itself, with its own limit', async () => {
    await insertAll(context.db, settings('a', 'b', 'c', 'd'))
    const found = await selectAfter(context.db, [
      { name: 'a', most: 2 },
      { name: 'b', most: 1 },
    ])
    expect(found.map(nameOf).sort()).toEqual(['b', 'c', 'c'])
  })

  it('asks nothing for no rows', async () => {
    expect(await selectAfter(context.db, [])).toEqual([])
  })
})

function nameOf({ name }: { readonly name: string }): string {
  return name
}
