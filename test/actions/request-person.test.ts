import { expect, it } from 'vitest'
import { addToRequest, requestPerson } from '../../src/actions/request-person.ts'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import { findEntries, findOpenTicket } from '../../src/support/ticket.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { carriedOut, hire } from '../support/hired.ts'
import { account, person, sealer } from '../support/samples.ts'
import { at, desk, giaLai, lettersTo, quyNhon } from '../support/support-desk.ts'

const morning = at('2026-10-01 09:00')
const quyNhonSaid = { commune: { value: quyNhon, said: 'phường Quy Nhơn' } }

describeOnBothEngines('a request for a person', (context) => {
  async function ask(contact: ContactId, known: Parameters<ReturnType<typeof requestPerson>['run']>[1]['known'] = {}) {
    const action = requestPerson({ db: context.db, desk, ids: createIds(() => morning) } as Parameters<
      typeof requestPerson
    >[0])
    const about = { contact, account, channel: 'zalo-oa', province: giaLai, now: morning, known } as const
    const result = await action.run(
      {},
      { ...about, lastQuestion: 'làm lại thẻ căn cước ở đâu', answeredWith: null, words: null },
    )
    return carriedOut(context.db, { messages: result.messages ?? [], writes: result.writes ?? [] })
  }

  it('is told to the staff of the unit whose citizen asks, with the question and a button to take it', async () => {
    await hire(context.db, person(90), 'officer', giaLai)
    await hire(context.db, person(91), 'commune_staff', quyNhon)
    const said = await ask(person(1))
    const code = /mã (\S+)\./.exec(said ?? '')?.[1]
    const letters = await lettersTo(context.db, person(90))
    expect(letters.map(({ text }) => text)).toEqual([
      `Có người dân nhờ cán bộ, mã ${code} · tỉnh Gia Lai\nlàm lại thẻ căn cước ở đâu`,
    ])
    expect(await lettersTo(context.db, person(91))).toEqual([])
    await ask(person(2), quyNhonSaid)
    expect((await lettersTo(context.db, person(91))).map(({ text }) => text)).toEqual([
      expect.stringContaining('phường Quy Nhơn'),
    ])
    expect(await lettersTo(context.db, person(90))).toHaveLength(1)
  })

  it('is told once: what is added to it stands with it', async () => {
    await hire(context.db, person(90), 'officer', giaLai)
    await ask(person(1))
    expect(await ask(person(1))).toContain('Đã ghi thêm vào lời nhờ')
    expect(await lettersTo(context.db, person(90))).toHaveLength(1)
  })

  it('is asked for where nothing was asked, and what comes then is sealed in it; staff hear of it once', async () => {
    await hire(context.db, person(90), 'officer', giaLai)
    const deps = { db: context.db, desk, ids: createIds(() => morning) } as Parameters<typeof requestPerson>[0]
    const about = { contact: person(1), account, channel: 'zalo-oa', province: giaLai, known: {} } as const
    const turn = { ...about, lastQuestion: null, answeredWith: null, words: null, now: morning }
    const first = await requestPerson(deps).run({}, turn)
    expect(first.listens).toEqual({ action: 'add_to_request', until: morning + 15 * 60_000 })
    const said = await carriedOut(context.db, { messages: first.messages ?? [], writes: first.writes ?? [] })
    expect(said).toContain('xin nhắn luôn ở đây')
    const code = /mã (\S+)\./.exec(said ?? '')?.[1]
    for (const [after, text] of ['sổ đỏ của bố tôi', 'số nhà 12'].entries()) {
      const now = morning + (after + 1) * 60_000
      const { messages = [], writes = [] } = await addToRequest(deps).run({ text }, { ...turn, now })
      expect(await carriedOut(context.db, { messages, writes })).toBe(`Đã ghi vào lời nhờ ${code}, cán bộ đọc được.`)
    }
    expect((await lettersTo(context.db, person(90))).map(({ text }) => text)).toEqual([
      `Có người dân nhờ cán bộ, mã ${code} · tỉnh Gia Lai\n(không kèm câu hỏi)`,
      `Người dân nhắn thêm cho ${code} · tỉnh Gia Lai\nsổ đỏ của bố tôi`,
    ])
    const ticket = await findOpenTicket(context.db, sealer, person(1))
    const entries = ticket && (await findEntries(context.db, sealer, [ticket.id])).get(ticket.id)
    expect(entries?.map(({ text }) => text)).toEqual([null, 'sổ đỏ của bố tôi', 'số nhà 12'])
    const stored = await context.db.selectFrom('support_entries').selectAll().execute()
    expect(stored.some(({ sealed_text }) => Buffer.from(sealed_text).includes('sổ đỏ'))).toBe(false)
  })

  it('is no longer added to where it was closed meanwhile', async () => {
    const deps = { db: context.db, desk, ids: createIds(() => morning) }
    const about = { contact: person(1), account, channel: 'zalo-oa', province: giaLai, known: {} } as const
    const turn = { ...about, lastQuestion: null, answeredWith: null, words: null, now: morning }
    expect(await addToRequest(deps).run({ text: 'sổ đỏ' }, turn)).toEqual({ outcome: 'none', listens: null })
  })
})
