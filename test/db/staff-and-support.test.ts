import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createInit } from '../../src/db/migrations/001-init.ts'
import { createStaffAndSupport } from '../../src/db/migrations/002-staff-and-support.ts'
import { openDatabase } from '../../src/db/open.ts'
import { findEntries, findTicket, listOpenTickets } from '../../src/support/ticket.store.ts'
import { createTestDatabase, ENGINES } from '../support/databases.ts'
import { account, NOW, person, sealer } from '../support/samples.ts'

const REQUESTS = [
  { id: 'r1', contact: person(1), question: 'một', closed: true },
  { id: 'r2', contact: person(1), question: 'hai', closed: false },
  { id: 'r3', contact: person(1), question: 'ba', closed: false },
  { id: 'r4', contact: person(2), question: null, closed: false },
] as const

it.each(ENGINES)('requests of before become tickets, one open for each person, on %s', async (engine) => {
  await using home = await createTestDatabase(engine)
  await using database = openDatabase(home.url)
  const { db } = database
  const step = createStaffAndSupport(engine)
  await createInit(engine).up(db as never)
  for (const [index, { id, contact, question, closed }] of REQUESTS.entries())
    await sql`insert into support_requests (id, contact_id, account_id, sealed_question, created_at, closed_at) values
      (${id}, ${contact}, ${account}, ${question && sealer.seal(question)}, ${NOW + index}, ${closed ? NOW : null})`.execute(
      db,
    )

  await step.up(db as never)

  const open = await listOpenTickets(db, sealer, { units: 'all', limit: 10 })
  expect(open).toMatchObject([
    { id: 'r2', code: 'HT-0002', status: 'waiting', level: 'officer' },
    { id: 'r4', code: 'HT-0004', status: 'waiting' },
  ])
  const entries = await findEntries(
    db,
    sealer,
    open.map(({ id }) => id),
  )
  expect([...entries.values()].flat().map(({ text }) => text)).toEqual(['hai', 'ba'])
  expect(await findTicket(db, sealer, { code: 'HT-0001' })).toMatchObject({ status: 'closed', closedAt: NOW })
  expect(await findTicket(db, sealer, { code: 'HT-0003' })).toMatchObject({ status: 'closed' })

  await step.down(db as never)
  const { rows } = await sql`select * from support_requests`.execute(db)
  expect(Object.keys(rows[0] as object).sort()).toEqual([
    'account_id',
    'closed_at',
    'contact_id',
    'created_at',
    'id',
    'sealed_question',
  ])
})
