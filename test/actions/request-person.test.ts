import { expect, it } from 'vitest'
import { requestPerson } from '../../src/actions/request-person.ts'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { carriedOut, hire } from '../support/hired.ts'
import { account, person } from '../support/samples.ts'
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
})
