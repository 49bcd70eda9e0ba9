import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../src/core/events.ts'
import { accountIdOf, contactIdOf } from '../../src/core/ids.ts'
import { findContactsWithWork, findWaitingEvents } from '../../src/inbox/inbox.store.ts'
import { maskEvent } from '../../src/inbox/mask-event.ts'
import { createInbox } from '../../src/inbox/receive.ts'
import { createLocalQueue } from '../../src/jobs/local-queue.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { messageFrom, NOW, person, sealer } from '../support/samples.ts'

const account = accountIdOf('zalo-oa', '4')
const base = { externalId: 'e', account, contact: contactIdOf(account, '2'), sentAt: 0 }
const mask = (text: string) => text.replaceAll('secret', '●●●●')

describe('what people typed is masked before it is stored', () => {
  it.each<{ event: InboundEvent; kept: string }>([
    { event: { ...base, type: 'edited', messageId: 'm', text: 'a secret' }, kept: 'text' },
    { event: { ...base, type: 'rated', messageId: 'm', stars: 5, note: 'a secret' }, kept: 'note' },
    {
      event: { ...base, contact: null, type: 'comment', commentId: 'c', verb: 'add', text: 'a secret' },
      kept: 'text',
    },
  ])('$event.type', ({ event, kept }) => {
    expect(maskEvent(event, mask)).toEqual({ ...event, [kept]: 'a ●●●●' })
  })

  it('a form keeps what it asked for', () => {
    const form = {
      ...base,
      type: 'form',
      name: 'secret',
      phone: 'secret',
      birthDate: null,
      gender: null,
      address: null,
    }
    expect(maskEvent(form as InboundEvent, mask)).toEqual(form)
  })
})

describeOnBothEngines('the inbox', (context) => {
  it('holds nothing of a masked number', async () => {
    const { db } = context
    const queue = createLocalQueue({
      findWork: (limit) => findContactsWithWork(db, limit),
      concurrency: 1,
      maxWaiting: 10,
      onError: () => {},
    })
    const inbox = createInbox({ db, sealer, queue, maxPending: 10, mask })
    await inbox.receive([{ ...messageFrom(person(1), 'm1'), text: 'my secret' }], NOW)

    const [waiting] = (await findWaitingEvents(db, sealer, [person(1)], 10)).get(person(1)) ?? []
    expect(waiting?.event).toMatchObject({ text: 'my ●●●●' })
  })
})
