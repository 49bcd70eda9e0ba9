import { expect, it } from 'vitest'
import { findWaitingEvents, markHandled, storeArrivals } from '../../src/inbox/inbox.store.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { erasePerson } from '../../src/people/erase.ts'
import { listOpenTickets } from '../../src/support/ticket.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { messageFrom, NOW, person, sealer } from '../support/samples.ts'
import { askForPerson } from '../support/support-desk.ts'

const an = person(1)
const binh = person(2)

describeOnBothEngines('erasing a person', (context) => {
  const arrive = (contact: typeof an, ...ids: string[]) =>
    storeArrivals(
      context.db,
      sealer,
      ids.map((id) => ({ event: messageFrom(contact, id), receivedAt: NOW, needsTurn: true })),
    )
  const waitingOf = async (contact: typeof an) =>
    (await findWaitingEvents(context.db, sealer, [contact], 10)).get(contact) ?? []

  async function everythingOf(contact: typeof an, name: string): Promise<void> {
    await arrive(contact, `${name}-handled`, `${name}-waiting`)
    const [first] = await waitingOf(contact)
    await markHandled(context.db, [first?.id ?? 0], NOW)
    await insertOutbox(context.db, sealer, [{ contact, purpose: 'reply', key: name, part: { body: name } }], NOW)
    await askForPerson(context.db, { id: `request-${name}`, contact, question: name, at: NOW })
  }

  it('takes away texts, answers and requests of that person alone', async () => {
    await everythingOf(an, 'an')
    await everythingOf(binh, 'binh')

    await erasePerson(context.db, sealer, an)

    const events = await context.db.selectFrom('inbox').select(['contact_id', 'external_id', 'sealed_event']).execute()
    const texts = events.map((row) => [row.external_id, sealer.open(row.sealed_event)])
    expect(new Map(texts as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        ['an-handled', null],
        ['an-waiting', messageFrom(an, 'an-waiting')],
        ['binh-handled', messageFrom(binh, 'binh-handled')],
        ['binh-waiting', messageFrom(binh, 'binh-waiting')],
      ]),
    )
    const letters = await context.db.selectFrom('outbox').select('contact_id').execute()
    expect(letters).toEqual([{ contact_id: binh }])
    expect(
      (await listOpenTickets(context.db, sealer, { units: 'all', limit: 10 })).map((request) => request.contact),
    ).toEqual([binh])
  })

  it('still knows the erased events when the platform delivers them again', async () => {
    await everythingOf(an, 'an')
    await erasePerson(context.db, sealer, an)
    expect(
      await storeArrivals(context.db, sealer, [
        { event: messageFrom(an, 'an-handled'), receivedAt: NOW, needsTurn: true },
      ]),
    ).toEqual([false])
  })
})
