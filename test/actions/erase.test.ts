import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createErase } from '../../src/actions/erase.ts'
import { visitTextsSchema } from '../../src/actions/visits/visit-texts.ts'
import { readYaml } from '../../src/core/read-yaml.ts'
import type { VisitId } from '../../src/requests/requests.schema.ts'
import { moveVisit, recordVisit, visitCodeOf } from '../../src/requests/visit.store.ts'
import { findOpenTicket } from '../../src/support/ticket.store.ts'
import { domainOver } from '../support/conversation.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { hire } from '../support/hired.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { askForPerson, desk, giaLai, lettersTo, quyNhon } from '../support/support-desk.ts'

const [an, binh] = [person(1), person(2)]

/** What stays of somebody, by table, and why. */
const STAYS: Readonly<Record<string, string>> = {
  inbox: 'the ids of events, without their words, so that one that comes again changes nothing',
  broadcast_recipients: 'who was counted, so that no announcement reaches anybody twice',
  phone_list_entries: 'numbers whose owners agreed on another way, under a hash of the number',
  staff: 'which chat an office is held from, until the office removes its holder',
  staff_link_tries: 'how often somebody guessed a code: erasing it would give them five tries more',
}

describeOnBothEngines('erasing a person', (context) => {
  /** Every table that names a contact, of whatever part of the system. */
  const tablesOfPeople = async () =>
    (await context.db.introspection.getTables()).filter(
      ({ name, columns }) => !name.startsWith('_') && columns.some((column) => column.name === 'contact_id'),
    )

  it('leaves nothing in any table but what is named here', async () => {
    const tables = await tablesOfPeople()
    expect(tables.length).toBeGreaterThan(15)
    const value = (name: string, type: string, contact: string) => {
      if (name === 'contact_id') return contact
      if (/bytea|blob/i.test(type)) return sealer.seal({})
      return /int/i.test(type) ? (contact === an ? 1 : 2) : `${name} of ${contact}`
    }
    for (const { name, columns } of tables)
      for (const contact of [an, binh]) {
        const filled = columns.filter((column) => !column.isAutoIncrementing)
        const names = sql.join(filled.map((column) => sql.ref(column.name)))
        const values = sql.join(filled.map((column) => value(column.name, column.dataType, contact)))
        await sql`insert into ${sql.table(name)} (${names}) values (${values})`.execute(context.db)
      }

    const { erase } = domainOver(context.db, sealer)
    await context.db.transaction().execute((trx) => erase(trx, an, NOW))

    const left = async (contact: string) => {
      const found: string[] = []
      for (const { name } of tables) {
        const { rows } = await sql`select 1 from ${sql.table(name)} where contact_id = ${contact}`.execute(context.db)
        if (rows.length > 0) found.push(name)
      }
      return found.sort()
    }
    expect(await left(an)).toEqual(Object.keys(STAYS).sort())
    expect(await left(binh)).toEqual(tables.map(({ name }) => name).sort())
  })

  it('is told to the staff who would still come or answer, by the code alone', async () => {
    const { db } = context
    await hire(db, person(90), 'officer', giaLai)
    await hire(db, person(91), 'commune_staff', quyNhon)
    const content = {
      help: 'cài VNeID',
      forWhom: 'bố tôi',
      when: 'sáng mai',
      name: 'Nguyễn Văn An',
      phone: '84912345678',
    }
    for (const [id, contact] of [
      ['v1', an],
      ['v2', an],
      ['v3', binh],
    ] as const)
      await recordVisit(db, sealer, { id: id as VisitId, contact, commune: quyNhon, content, createdAt: NOW })
    const closed = visitCodeOf('v2' as VisitId)
    await moveVisit(db, { code: closed, commune: quyNhon, to: 'done', by: 'staff:1', at: NOW })
    await askForPerson(db, { id: 't1', contact: an, question: 'sổ đỏ của Nguyễn Văn An', at: NOW })
    const ticket = await findOpenTicket(db, sealer, an)
    const visitTexts = readYaml('data/messages/requests.yaml', visitTextsSchema)
    const parts = { sealer, deliver: desk.deliver, desk, visitTexts }
    const erase = createErase(parts as unknown as Parameters<typeof createErase>[0])
    await db.transaction().execute((trx) => erase(trx, an, NOW))
    expect((await lettersTo(db, person(91))).map(({ text }) => text)).toEqual([
      `Lời nhờ ${visitCodeOf('v1' as VisitId)} đã được rút và xóa theo yêu cầu của người nhờ: không phải đến nữa.`,
    ])
    expect((await lettersTo(db, person(90))).map(({ text }) => text)).toEqual([
      `Yêu cầu ${ticket?.code} đã được rút và xóa theo đề nghị của người dân: không phải trả lời nữa.`,
    ])
    expect(await db.selectFrom('visits').select('id').execute()).toEqual([{ id: 'v3' }])
  })
})
