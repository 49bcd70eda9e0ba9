import { expect, it } from 'vitest'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import { confirmOwn, listOwn } from '../../../src/actions/classes/own.ts'
import type { ActionDeps } from '../../../src/actions/deps.ts'
import { markAttendance } from '../../../src/classes/change-registration.ts'
import { listRegistrations } from '../../../src/classes/registration.store.ts'
import { accountOf } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import type { ActionContext } from '../../../src/engine/action.ts'
import { add, at, day, signUp, wanted } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { person, sealer } from '../../support/samples.ts'
import { giaLai } from '../../support/support-desk.ts'

const me = person(1)
const series = {
  kind: 'weekly',
  weekdays: [6],
  from: day('2026-10-10'),
  until: null,
  count: 3,
  onHolidays: false,
  cancelled: [],
  moved: [],
  start: 19 * 60 + 30,
  end: 21 * 60,
} as const

describeOnBothEngines('what somebody has signed up for', (context) => {
  const deps = () =>
    ({ db: context.db, sealer, classTexts: readYaml('data/messages/classes.yaml', classTextsSchema) }) as ActionDeps
  const turnAt = (now: number): ActionContext => ({
    contact: me,
    account: accountOf(me),
    channel: 'zalo-oa',
    province: giaLai,
    now,
    words: null,
    lastQuestion: null,
    answeredWith: null,
    known: {},
  })
  const list = async (now: number) => {
    const { outcome, values } = await listOwn(deps()).run({}, turnAt(now))
    const { registrations_said: said, registration_options: options } = values ?? {}
    return { outcome, said: said?.said, options: (options?.value as { label: string }[] | undefined)?.length }
  }

  it('holds a series until its end, also after a roll call, with the next date', async () => {
    const id = await add(context.db, { schedule: series })
    await signUp(context.db, wanted(id, 1))
    const [own] = await listRegistrations(context.db, sealer, id)
    const later = at('2026-10-12', '08:00')
    if (own) await markAttendance(context.db, own.id, 'missed', later)
    expect(await list(later)).toMatchObject({
      outcome: 'some',
      said: '- 19:30 17/10/2026: Dùng VNeID an toàn, Người Thứ 1, đã có chỗ, mã LC12-001',
    })
    expect(await list(at('2026-10-24', '21:00'))).toMatchObject({ outcome: 'none' })
  })

  it('says where in the line somebody waits, and nothing of a class that was called off', async () => {
    const id = await add(context.db, { capacity: 1 })
    for (const number of [2, 3, 1]) await signUp(context.db, wanted(id, number))
    const now = at('2026-10-02')
    expect((await list(now)).said).toContain('đang chờ chỗ, thứ 2 trong hàng')
    await context.db.updateTable('classes').set({ status: 'cancelled' }).execute()
    expect(await list(now)).toMatchObject({ outcome: 'none' })
  })

  it('can all be chosen from, however many neighbours one phone has signed up', async () => {
    const id = await add(context.db)
    for (let number = 1; number <= 14; number++) await signUp(context.db, wanted(id, number, { contact: me }))
    expect(await list(at('2026-10-02'))).toMatchObject({ options: 14 })
  })

  it('is confirmed where a seat can still be had, before one whose time has run out', async () => {
    const now = at('2026-10-02')
    for (const [code, until] of [
      ['LC1', now - 1],
      ['LC2', now + 60_000],
    ] as const) {
      const id = await add(context.db, { code })
      await signUp(context.db, wanted(id, 1))
      await context.db
        .updateTable('registrations')
        .set({ status: 'offered', offered_until: until })
        .where('class_id', '=', id)
        .execute()
    }
    const { writes = [] } = await confirmOwn(deps()).run({}, turnAt(now))
    const said = await context.db.transaction().execute(async (trx) => writes[0]?.(trx))
    expect(said).toMatchObject([{ text: expect.stringContaining('đã giữ chỗ LC2-001') }])
  })
})
