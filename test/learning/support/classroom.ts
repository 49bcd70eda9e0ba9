import type { Channel } from '../../../src/core/channel.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { InboundEvent } from '../../../src/core/events.ts'
import { accountOf, type ContactId, createIds, type ProvinceId } from '../../../src/core/ids.ts'
import type { Message } from '../../../src/core/messages.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../../src/core/time-slice.ts'
import type { Db } from '../../../src/db/open.ts'
import type { Domain } from '../../../src/domain.ts'
import { createHandler } from '../../../src/inbox/handle.ts'
import { storeArrivals } from '../../../src/inbox/inbox.store.ts'
import type { By } from '../../../src/learning/teach.ts'
import { account, NOW, otherAccount, sealer } from '../../support/samples.ts'

export const giaLai = 'gia-lai' as ProvinceId
export const haTinh = 'ha-tinh' as ProvinceId
export const admin: By = { actor: 'admin', provinces: 'all', mayForce: true }
export const officer: By = { actor: 'staff:1', provinces: [giaLai], mayForce: false }

/** Sends each message as it is, in one call. */
const plain = { render: (message: Message) => [{ body: message }] } as unknown as Channel

/** People of two provinces who write to the assistant of `domain`, by way of the inbox. */
export function createClassroom(db: Db, domain: Domain) {
  let count = 0
  const handle = createHandler({
    db,
    sealer,
    slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
    clock: { now: () => NOW + count },
    ids: createIds(systemClock.now),
    log: { info() {}, warn() {}, error() {}, debug() {} },
    conversation: domain.conversation,
    erase: domain.erase,
    noteQuestion: domain.learning.note,
    channels: new Map([
      [account, { channel: plain, province: giaLai }],
      [otherAccount, { channel: plain, province: haTinh }],
    ]),
    onQueued: () => {},
    onTurn: () => {},
    wakeLater: () => {},
    stopping: new AbortController().signal,
  })

  async function arrive(contact: ContactId, event: Record<string, unknown>): Promise<string> {
    count++
    const whole = { externalId: `e${count}`, account: accountOf(contact), contact, sentAt: NOW + count, ...event }
    await storeArrivals(db, sealer, [{ event: whole as InboundEvent, receivedAt: NOW + count, needsTurn: true }])
    const last = await db
      .selectFrom('outbox')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirst()
    await handle(contact)
    const rows = await db
      .selectFrom('outbox')
      .select('sealed_part')
      .where('contact_id', '=', contact)
      .where('id', '>', last?.id ?? 0)
      .orderBy('id')
      .execute()
    return rows.map((row) => JSON.stringify(sealer.open(row.sealed_part))).join('\n')
  }

  return {
    now: () => NOW + count,
    /** Writes, and gives all that the assistant says to it. */
    write: (contact: ContactId, text: string) =>
      arrive(contact, { type: 'message', text, attachments: [], quotedId: null, ref: null, anonymous: false }),
    press: (contact: ContactId, payload: string, label = payload) =>
      arrive(contact, { type: 'button', payload, label }),
    /** The open groups of a province, as their questions. */
    async open(province: ProvinceId = giaLai): Promise<string[][]> {
      const { groups } = await domain.learning.groups(province, 50)
      return groups.map(({ questions }) => questions.map(({ question }) => question))
    },
    async hashes(province: ProvinceId = giaLai) {
      const { groups } = await domain.learning.groups(province, 50)
      return groups.flatMap(({ questions }) => questions.map(({ hash }) => hash))
    },
  }
}
