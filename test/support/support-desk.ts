import type { RenderedPart } from '../../src/core/channel.ts'
import type { ContactId, ProvinceId } from '../../src/core/ids.ts'
import type { Message } from '../../src/core/messages.ts'
import type { Db } from '../../src/db/open.ts'
import { createDeliver } from '../../src/outbox/deliver.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { readCommunes } from '../../src/places/communes.ts'
import { readProvinces } from '../../src/places/provinces.ts'
import { createUnits } from '../../src/staff/units.ts'
import { loadSupportDesk, type SupportDesk } from '../../src/support/desk.ts'
import { openTicket } from '../../src/support/open-ticket.ts'
import type { TicketId } from '../../src/support/ticket.ts'
import { account, otherAccount, sealer } from './samples.ts'

export const giaLai = 'gia-lai' as ProvinceId
export const haTinh = 'ha-tinh' as ProvinceId
/** Two communes of Gia Lai. */
export const quyNhon = '21583' as UnitCode
export const quyNhonBac = '21553' as UnitCode

export const units = createUnits(readProvinces('data/provinces'), readCommunes('.'))

/** Sends each message as it is, in one call. */
const plain = { render: (message: Message): readonly [RenderedPart] => [{ body: message }] }

/** The desk of the product's own rules and texts. */
export const desk: SupportDesk = loadSupportDesk('.', {
  sealer,
  units,
  deliver: createDeliver(
    sealer,
    new Map([
      [account, plain],
      [otherAccount, plain],
    ]),
  ),
})

/** A time in Viet Nam, written `2026-10-01 09:00`, as UTC ms. */
export function at(time: string): number {
  return Date.parse(`${time.replace(' ', 'T')}:00+07:00`)
}

/** Asks for a person of Gia Lai. */
export async function askForPerson(
  db: Db,
  asked: { id: string; contact: ContactId; question: string | null; at: number },
): Promise<void> {
  const request = { ...asked, id: asked.id as TicketId, unit: giaLai, now: asked.at }
  await db.transaction().execute((trx) => openTicket(trx, desk, request))
}

/** What stands in the outbox for a contact, oldest first. */
export async function lettersTo(db: Db, contact: ContactId): Promise<{ text: string; dueAt: number }[]> {
  const rows = await db.selectFrom('outbox').selectAll().where('contact_id', '=', contact).orderBy('id').execute()
  return rows.map((row) => {
    const { body } = sealer.open(row.sealed_part) as { body: { text: string } }
    return { text: body.text, dueAt: row.due_at }
  })
}
