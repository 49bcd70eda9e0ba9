import { expect, it } from 'vitest'
import {
  cancelOwnVisitAction,
  changeOwnVisitAction,
  listOwnVisitsAction,
} from '../../../src/actions/visits/own-visits.ts'
import { visitStaffTurn } from '../../../src/actions/visits/visit-desk.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { carriedOut, hire } from '../../support/hired.ts'
import { person } from '../../support/samples.ts'
import { at, desk, lettersTo, quyNhon, quyNhonBac } from '../../support/support-desk.ts'
import { askForVisit, doFor, texts, visitDeps } from './support.ts'

const morning = at('2026-10-01 09:00')

describeOnBothEngines('the visits somebody asked for', (context) => {
  const citizen = person(1)
  const staff = person(90)
  const ask = (commune: UnitCode = quyNhon, now = morning) => askForVisit(context.db, citizen, commune, now)
  const list = async (contact = citizen) => {
    const { outcome, values } = await doFor(
      context.db,
      contact,
      morning,
      listOwnVisitsAction(visitDeps(context.db, morning)),
      {},
    )
    const options = (values?.visit_options?.value ?? []) as { label: string; value: string }[]
    return { outcome, said: values?.visits_said?.said, options }
  }
  const idOf = async (code: string) => (await list()).options.find(({ label }) => label === code)?.value ?? ''
  const cancel = async (visit: string, contact = citizen) => {
    const action = cancelOwnVisitAction(visitDeps(context.db, morning))
    return (await doFor(context.db, contact, morning, action, { visit })).said
  }
  const change = async (visit: string, when: string, contact = citizen) => {
    const action = changeOwnVisitAction(visitDeps(context.db, morning))
    return (await doFor(context.db, contact, morning, action, { visit, when })).said
  }
  const staffWrites = async (text: string) =>
    carriedOut(
      context.db,
      await visitStaffTurn({ db: context.db, desk, texts }, { contact: staff, text, key: 'r1', now: morning }),
    )

  it('are shown to that person alone, with where they stand', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    const [first, second] = [await ask(), await ask(quyNhonBac, morning + 1)]
    await staffWrites(`nhận ${first}`)
    expect((await list()).said).toBe(
      [
        `- ${first}, phường Quy Nhơn: Việc: Cài và dùng VNeID. Hẹn 08:00 02/10/2026. Tổ đã nhận và sẽ gọi.`,
        `- ${second}, phường Quy Nhơn Bắc: Việc: Cài và dùng VNeID. Hẹn 08:00 02/10/2026. Đang chờ tổ nhận.`,
      ].join('\n'),
    )
    expect(await list(person(2))).toMatchObject({ outcome: 'none' })
    await staffWrites(`xong ${first}`)
    expect((await list()).options.map(({ label }) => label)).toEqual([second])
  })

  it('can be cancelled once, taken or not; the staff of that commune are told', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await hire(context.db, person(91), 'commune_staff', quyNhonBac)
    const code = await ask()
    const id = await idOf(code)
    await staffWrites(`nhận ${code}`)
    expect(await cancel(id)).toContain(`đã hủy ${code}`)
    expect(await cancel(id)).toBe(texts.citizen.not_open)
    expect((await lettersTo(context.db, staff)).map(({ text }) => text).slice(1)).toEqual([
      `Bà con đã hủy lời nhờ ${code}: không phải đến nữa.`,
    ])
    expect(await lettersTo(context.db, person(91))).toEqual([])
    expect(await staffWrites(`xong ${code}`)).toBe(`${code} đã hủy.`)
    expect(await list()).toMatchObject({ outcome: 'none' })
  })

  it('can be put off; staff are told each time and see the new hour', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    const code = await ask()
    const id = await idOf(code)
    expect(await change(id, 'Hẹn 14:00 05/10/2026')).toContain(`${code} đã ghi lại: Hẹn 14:00 05/10/2026`)
    expect((await lettersTo(context.db, staff)).at(-1)?.text).toContain('đổi giờ lời nhờ')
    const listed = await staffWrites('lời nhờ')
    expect(listed).toContain('Hẹn 14:00 05/10/2026.\nLiên hệ: Nguyễn Văn An, 0912345678')
  })

  it('are out of reach of anybody else', async () => {
    const id = await idOf(await ask())
    expect(await cancel(id, person(2))).toBe(texts.citizen.not_open)
    expect(await change(id, 'Hẹn 14:00 05/10/2026', person(2))).toBe(texts.citizen.not_open)
    expect((await list()).said).toContain('Hẹn 08:00 02/10/2026')
  })
})
