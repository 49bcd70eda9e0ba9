import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMessengerChannel } from '../../src/channels/messenger/adapter.ts'
import { messengerAccountSchema } from '../../src/channels/messenger/settings.ts'
import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { InboundEvent } from '../../src/core/events.ts'
import { type AccountId, type ContactId, contactIdOf, createIds } from '../../src/core/ids.ts'
import type { Log } from '../../src/core/log.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../src/core/time-slice.ts'
import type { Db } from '../../src/db/open.ts'
import { createSealer } from '../../src/db/seal.ts'
import type { Domain } from '../../src/domain.ts'
import type { Conversation } from '../../src/engine/conversation.ts'
import { PAUSE_MS } from '../../src/inbox/gather.ts'
import { createHandler } from '../../src/inbox/handle.ts'
import { storeArrivals } from '../../src/inbox/inbox.store.ts'
import { findContacts } from '../../src/people/contact.store.ts'
import { listOpenTickets } from '../../src/support/ticket.store.ts'
import { domainOver, realDomain } from '../support/conversation.ts'
import { describeOnBothEngines } from '../support/databases.ts'

const shared = await realDomain()
const { conversation } = shared
const sealer = createSealer(randomBytes(32))
const page = messengerAccountSchema.parse({
  page_id: '1',
  page_token: 't',
  app_secret: 's',
  verify_token: 'v',
  province: 'gia-lai',
})
const channel = createMessengerChannel({ accounts: [page], apiUrl: 'http://localhost:1' })
const person = contactIdOf(page.id, '700')
const silent: Log = { info() {}, warn() {}, error() {}, debug() {} }

let count = 0
function message(text: string, contact: ContactId = person, account: AccountId = page.id): InboundEvent {
  const externalId = `m${count++}`
  return {
    type: 'message',
    externalId,
    account,
    contact,
    sentAt: 1000 + count,
    text,
    attachments: [],
    quotedId: null,
    ref: null,
    anonymous: false,
  }
}

/** `domain`: one over this database, where a flow reads or writes there; reading all files again takes a second. */
function setUp(db: Db, parts: { conversation?: Conversation; domain?: Domain; clock?: Clock } = {}) {
  const queued: AccountId[] = []
  const later: { contact: ContactId; ms: number }[] = []
  const domain = parts.domain ?? shared
  const handle = createHandler({
    db,
    sealer,
    slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
    clock: parts.clock ?? systemClock,
    ids: createIds(systemClock.now),
    log: silent,
    conversation: parts.conversation ?? domain.conversation,
    erase: domain.erase,
    channels: new Map([[page.id, { channel, province: page.province }]]),
    onQueued: (account) => queued.push(account),
    onTurn: () => {},
    wakeLater: (contact, ms) => later.push({ contact, ms }),
    stopping: new AbortController().signal,
  })
  const arrive = (...events: InboundEvent[]) =>
    storeArrivals(
      db,
      sealer,
      events.map((event) => ({ event, receivedAt: 1, needsTurn: true })),
    )
  const arriveAt = (receivedAt: number, ...events: InboundEvent[]) =>
    storeArrivals(
      db,
      sealer,
      events.map((event) => ({ event, receivedAt, needsTurn: true })),
    )
  return { handle, arrive, arriveAt, queued, later }
}

async function outboxTexts(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select(['sealed_part']).orderBy('id').execute()
  return rows.map((row) => JSON.stringify(sealer.open(row.sealed_part)))
}

const waiting = (db: Db) => db.selectFrom('inbox').select('id').where('handled_at', 'is', null).execute()

describeOnBothEngines('handling a contact', (context) => {
  it('turns an event into an answer in the outbox, a new state, and an event that is done', async () => {
    const { handle, arrive, queued } = setUp(context.db)
    await arrive(message('quen mat khau vneid'))
    await handle(person)
    expect(await waiting(context.db)).toEqual([])
    expect(await outboxTexts(context.db)).toEqual([expect.stringContaining('Quên mật khẩu')])
    expect((await findContacts(context.db, sealer, [person])).get(person)).toMatchObject({
      version: 1,
      account: page.id,
    })
    expect(queued).toEqual([page.id])
  })

  it('takes the events of a contact in order, each with the state that the one before left', async () => {
    const { handle, arrive } = setUp(context.db)
    await arrive(message('menu'), message('2'), message('cảm ơn'))
    await handle(person)
    const [menu, picked, thanks] = await outboxTexts(context.db)
    expect(menu).toContain('Bà con có thể hỏi về')
    expect(picked).toContain('Dịch vụ công trực tuyến')
    expect(thanks).toContain('không có gì')
  })

  it('goes on with what came in more than one reading', async () => {
    const { handle, arrive } = setUp(context.db)
    await arrive(...Array.from({ length: 25 }, () => message('cảm ơn')))
    await handle(person)
    expect(await waiting(context.db)).toEqual([])
    expect(await outboxTexts(context.db)).toHaveLength(25)
  })

  it('gives each event its effect once when two processes work on one contact', async () => {
    const domain = domainOver(context.db, sealer)
    const one = setUp(context.db, { domain })
    const two = setUp(context.db, { domain })
    await one.arrive(...Array.from({ length: 12 }, () => message('gặp cán bộ')))
    await Promise.all([one.handle(person), two.handle(person), one.handle(person), two.handle(person)])
    expect(await waiting(context.db)).toEqual([])
    // Two messages each: the ticket's code, and whom to call meanwhile.
    expect(await outboxTexts(context.db)).toHaveLength(24)
    expect((await findContacts(context.db, sealer, [person])).get(person)?.version).toBe(12)
    expect(await listOpenTickets(context.db, sealer, { units: 'all', limit: 10 })).toHaveLength(1)
  })

  it('hands many contacts their turns at once without mixing them up', async () => {
    const { handle, arrive } = setUp(context.db)
    const people = Array.from({ length: 60 }, (_, index) => contactIdOf(page.id, `90${index}`))
    await arrive(...people.map((contact, index) => message(index % 2 === 0 ? 'menu' : 'cảm ơn', contact)))
    await Promise.all(people.map((contact) => handle(contact)))
    const rows = await context.db.selectFrom('outbox').select(['contact_id', 'sealed_part']).execute()
    expect(rows).toHaveLength(60)
    for (const row of rows) {
      const even = Number(row.contact_id.split('/90')[1]) % 2 === 0
      expect(JSON.stringify(sealer.open(row.sealed_part))).toContain(even ? 'Bà con có thể hỏi về' : 'không có gì')
    }
  })

  it('records a request for a person once, with what was asked last', async () => {
    const { handle, arrive } = setUp(context.db, { domain: domainOver(context.db, sealer) })
    await arrive(message('làm sổ đỏ mất bao lâu vậy'), message('gặp cán bộ'))
    await handle(person)
    expect(await listOpenTickets(context.db, sealer, { units: 'all', limit: 10 })).toMatchObject([
      { contact: person, question: 'làm sổ đỏ mất bao lâu vậy' },
    ])
  })

  it('keeps an opt-out until it is taken back', async () => {
    const { handle, arrive } = setUp(context.db)
    await arrive(message('dừng'))
    await handle(person)
    expect((await findContacts(context.db, sealer, [person])).get(person)?.optedOutAt).not.toBeNull()
    await arrive(message('nhận tin'))
    await handle(person)
    expect((await findContacts(context.db, sealer, [person])).get(person)?.optedOutAt).toBeNull()
  })

  it('erases what is held of a person who withdraws their data', async () => {
    const { handle, arrive } = setUp(context.db, { domain: domainOver(context.db, sealer) })
    await arrive(message('tên tôi là Nguyễn Văn A'), message('gặp cán bộ'))
    await handle(person)
    await arrive({ type: 'data_withdrawn', externalId: `w${count++}`, account: page.id, contact: person, sentAt: 5000 })
    await handle(person)
    const events = await context.db.selectFrom('inbox').select(['type', 'sealed_event']).orderBy('id').execute()
    expect(events.filter((row) => row.type === 'message').map((row) => sealer.open(row.sealed_event))).toEqual([
      null,
      null,
    ])
    expect(await outboxTexts(context.db)).toEqual([])
    expect(await listOpenTickets(context.db, sealer, { units: 'all', limit: 10 })).toEqual([])
    expect((await findContacts(context.db, sealer, [person])).get(person)?.state).toBeNull()
  })

  describe('a turn that fails', () => {
    const broken: Conversation = {
      ...conversation,
      answers: {
        ...conversation.answers,
        find: (question, options) => {
          if (question === 'hỏng') throw new Error('a bug')
          return conversation.answers.find(question, options)
        },
      },
    }

    it('is tried three times, then set aside with an apology; what comes after is answered', async () => {
      const { handle, arrive } = setUp(context.db, { conversation: broken })
      await arrive(message('hỏng'), message('cảm ơn'))
      await handle(person)
      expect(await waiting(context.db)).toEqual([])
      expect(await outboxTexts(context.db)).toEqual([
        expect.stringContaining('trục trặc'),
        expect.stringContaining('không có gì'),
      ])
      const [failed] = await context.db
        .selectFrom('inbox')
        .select(['attempts', 'failure'])
        .where('failure', 'is not', null)
        .execute()
      expect(failed).toEqual({ attempts: 3, failure: 'turn_failed' })
    })
  })

  describe('a message in pieces', () => {
    /** A clock that stands where it is set. */
    const clock = { time: 0, now: () => clock.time }

    it('waits for the next piece, and is answered once when that has come', async () => {
      const { handle, arriveAt, later } = setUp(context.db, { clock })
      clock.time = 10_000
      await arriveAt(clock.time, message('cho em hỏi'))
      await handle(person)
      expect(later).toEqual([{ contact: person, ms: PAUSE_MS }])
      expect(await waiting(context.db)).toHaveLength(1)
      expect(await outboxTexts(context.db)).toEqual([])

      clock.time += 1000
      await arriveAt(clock.time, message('cái vneid ấy'), message('quên mật khẩu thì sao ạ'))
      await handle(person)
      expect(await waiting(context.db)).toEqual([])
      expect(await outboxTexts(context.db)).toEqual([expect.stringContaining('Quên mật khẩu')])
      expect((await findContacts(context.db, sealer, [person])).get(person)?.version).toBe(1)
    })

    it('is answered when nothing comes, by a process too that knows nothing of the wait', async () => {
      const killed = setUp(context.db, { clock })
      clock.time = 10_000
      await killed.arriveAt(clock.time, message('cho em hỏi'))
      await killed.handle(person)

      const restarted = setUp(context.db, { clock })
      clock.time += 1500
      await restarted.handle(person)
      expect(restarted.later).toEqual([{ contact: person, ms: PAUSE_MS - 1500 }])
      clock.time += 1000
      await restarted.handle(person)
      expect(await waiting(context.db)).toEqual([])
      expect(await outboxTexts(context.db)).toEqual([expect.stringContaining('Chào bà con')])
    })

    it('is answered once when two processes read different pieces of it', async () => {
      const one = setUp(context.db, { clock })
      const two = setUp(context.db, { clock })
      const people = Array.from({ length: 12 }, (_, index) => contactIdOf(page.id, `80${index}`))
      clock.time = 10_000
      await one.arriveAt(clock.time, ...people.map((contact) => message('cái vneid ấy', contact)))
      // It is due just when the next piece comes: one process may answer the first alone while the other has both.
      clock.time += PAUSE_MS
      await Promise.all([
        ...people.map((contact) => one.handle(contact)),
        one.arriveAt(clock.time, ...people.map((contact) => message('quên mật khẩu thì sao ạ', contact))),
        ...people.map((contact) => two.handle(contact)),
      ])
      await Promise.all(people.flatMap((contact) => [one.handle(contact), two.handle(contact)]))
      expect(await waiting(context.db)).toEqual([])
      const contacts = await findContacts(context.db, sealer, people)
      const answers = await context.db.selectFrom('outbox').select(['contact_id', 'key']).execute()
      for (const contact of people) {
        const own = answers.filter((row) => row.contact_id === contact)
        expect(own).toHaveLength(contacts.get(contact)?.version ?? 0)
        expect(own.length).toBeLessThanOrEqual(2)
      }
    })

    it('does not keep a clear question, a button or another person waiting', async () => {
      const { handle, arriveAt, later } = setUp(context.db, { clock })
      clock.time = 10_000
      const other = contactIdOf(page.id, '702')
      await arriveAt(clock.time, message('cái vneid ấy'), message('gặp cán bộ'), message('quen mat khau vneid', other))
      await Promise.all([handle(person), handle(other)])
      expect(later).toEqual([])
      expect(await waiting(context.db)).toEqual([])
    })

    it('is set aside whole when its turn fails', async () => {
      const broken: Conversation = {
        ...conversation,
        answers: {
          ...conversation.answers,
          find: (question, options) => {
            if (question.includes('hỏng')) throw new Error('a bug')
            return conversation.answers.find(question, options)
          },
        },
      }
      const { handle, arriveAt } = setUp(context.db, { conversation: broken, clock })
      clock.time = 10_000
      await arriveAt(clock.time, message('cho em hỏi'), message('máy hỏng thì sao'), message('cảm ơn'))
      await handle(person)
      expect(await waiting(context.db)).toEqual([])
      expect(await outboxTexts(context.db)).toContainEqual(expect.stringContaining('không có gì'))
    })
  })

  it('sets aside the events of an account that is no longer configured', async () => {
    const { handle, arrive } = setUp(context.db)
    const gone = 'messenger:999' as AccountId
    const stranger = contactIdOf(gone, '1')
    await arrive(message('menu', stranger, gone))
    await handle(stranger)
    expect(await waiting(context.db)).toEqual([])
    expect(await context.db.selectFrom('inbox').select('failure').execute()).toEqual([{ failure: 'account_removed' }])
  })
})
