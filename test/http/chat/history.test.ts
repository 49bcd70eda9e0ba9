import { expect, it } from 'vitest'
import { webContactOf } from '../../../src/channels/web/channel.ts'
import { viewOf } from '../../../src/channels/web/view.ts'
import type { ProvinceId } from '../../../src/core/ids.ts'
import { findNewsStart, readHistory, readNewer } from '../../../src/http/chat/history.ts'
import { markHandled, storeArrivals } from '../../../src/inbox/inbox.store.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { describeOnBothEngines, type EngineContext } from '../../support/databases.ts'
import { messageFrom, NOW, sealer } from '../../support/samples.ts'

const contact = webContactOf('gia-lai' as ProvinceId, 'visitor')
const other = webContactOf('gia-lai' as ProvinceId, 'other')

async function asked({ db }: EngineContext, id: string, at: number): Promise<void> {
  const event = messageFrom(contact, `visitor:${id}`)
  await storeArrivals(db, sealer, [{ event, receivedAt: at, needsTurn: true }])
}

async function queued({ db }: EngineContext, key: string, to = contact): Promise<void> {
  const part = { body: viewOf({ type: 'text', text: key }) }
  await insertOutbox(db, sealer, [{ contact: to, purpose: 'reply', key, part }], NOW)
}

async function sent({ db }: EngineContext, key: string, at: number): Promise<void> {
  await db.updateTable('outbox').set({ status: 'sent', finished_at: at }).where('key', '=', key).execute()
}

describeOnBothEngines('the history of a chat page', (context) => {
  const keys = async (limit = 50) => (await readHistory(context.db, sealer, contact, limit)).map((item) => item.key)

  it('has both sides in the order of time, a question before its answer of the same moment', async () => {
    await asked(context, 'a', NOW)
    await asked(context, 'b', NOW + 10)
    for (const [key, at] of [
      ['1', NOW],
      ['2', NOW + 20],
    ] as const) {
      await queued(context, key)
      await sent(context, key, at)
    }
    expect(await keys()).toEqual(['in:a', 'out:1', 'in:b', 'out:2'])
    expect(await keys(2)).toEqual(['in:b', 'out:2'])
  })

  it('leaves out what is not sent, other people and shapes it does not know', async () => {
    await queued(context, 'waiting')
    await queued(context, 'theirs', other)
    await sent(context, 'theirs', NOW)
    await insertOutbox(context.db, sealer, [{ contact, purpose: 'reply', key: 'odd', part: { body: 7 } }], NOW)
    await sent(context, 'odd', NOW)
    expect(await keys()).toEqual([])
  })

  it('is empty once the person was erased', async () => {
    await asked(context, 'a', NOW)
    await markHandled(
      context.db,
      [(await context.db.selectFrom('inbox').select('id').executeTakeFirstOrThrow()).id],
      NOW,
    )
    await queued(context, '1')
    await sent(context, '1', NOW)
    await erasePerson(context.db, sealer, contact)
    expect(await keys()).toEqual([])
  })
})

describeOnBothEngines('the news of a chat page', (context) => {
  it('begin after all that is settled', async () => {
    expect(await findNewsStart(context.db, contact)).toBe(0)
    await queued(context, '1')
    await sent(context, '1', NOW)
    const settled = await findNewsStart(context.db, contact)
    await queued(context, '2')
    await queued(context, '3')
    await sent(context, '3', NOW)
    expect(await findNewsStart(context.db, contact)).toBe(settled)
    const news = await readNewer(context.db, sealer, new Map([[contact, settled]]), 10)
    expect(news.map(({ status, item }) => [status, item?.key])).toEqual([
      ['queued', undefined],
      ['sent', 'out:3'],
    ])
  })

  it('are read for many people at once, each from their own place', async () => {
    await queued(context, 'mine')
    await queued(context, 'theirs', other)
    const start = await findNewsStart(context.db, contact)
    const places = new Map([
      [contact, start + 1],
      [other, start],
    ])
    const news = await readNewer(context.db, sealer, places, 10)
    expect(news.map((row) => row.contact)).toEqual([other])
  })
})
