import { describe, expect, it } from 'vitest'
import { draftsOfPlan } from '../../src/broadcasts/plan-drafts.ts'
import { type Plan, planSchema } from '../../src/plans/plan.schema.ts'
import { MORNING, texts } from './support/world.ts'

const ACTIVITY = { section: 'Mục I', title: 'Ngày hội', what: 'Chỉ bà con dùng dịch vụ số.', audience: ['people'] }

function planWith(...activities: object[]): Plan {
  return planSchema.parse({
    province: 'gia-lai',
    year: 2026,
    title: 'Kế hoạch',
    issuer: 'UBND tỉnh',
    activities: activities.map((activity, index) => ({ id: `a${index}`, ...ACTIVITY, ...activity })),
  })
}

const drafts = (...activities: object[]) => draftsOfPlan(planWith(...activities), texts, MORNING)
const timesOf = (...activities: object[]) =>
  drafts(...activities).map(({ schedule }) => schedule.type === 'once' && schedule.at)

describe('the drafts of a plan', () => {
  it.each<{ name: string; activity: object; times: string[] }>([
    { name: 'one day', activity: { from: '2026-10-10', to: '2026-10-10' }, times: ['10/10/2026 07:30'] },
    { name: 'a week', activity: { from: '2026-10-06', to: '2026-10-13' }, times: ['06/10/2026 07:30'] },
    {
      name: 'a long time: its first and its last day',
      activity: { from: '2026-10-06', to: '2026-12' },
      times: ['06/10/2026 07:30', '31/12/2026 07:30'],
    },
    { name: 'one under way: its last day', activity: { from: '2026-09', to: '2026-10' }, times: ['31/10/2026 07:30'] },
    { name: 'until a day', activity: { to: '2026-11-30' }, times: ['30/11/2026 07:30'] },
    { name: 'no date', activity: { schedule: 'ongoing' }, times: [] },
    { name: 'the past', activity: { from: '2026-10-01', to: '2026-10-04' }, times: [] },
    { name: 'staff alone', activity: { from: '2026-10-10', audience: ['staff'] }, times: [] },
  ])('for $name', ({ activity, times }) => {
    expect(timesOf(activity)).toEqual(times)
  })

  it('use the template of a topic that asks nothing', () => {
    const [draft] = drafts({ from: '2026-10-10', topics: ['cd.hoat-dong', 'cks.dang-ky'] })
    expect(draft).toMatchObject({ province: 'gia-lai', content: { template: 'chu-ky-so' } })
  })

  it('say in the words of the plan what no template fits, for the communes meant', () => {
    const [draft] = drafts({
      from: '2026-10-10',
      to: '2026-10-12',
      topics: ['cd.hoat-dong'],
      where: { place: 'Nhà văn hóa', communes: ['23563'] },
    })
    expect(draft).toMatchObject({
      title: 'Ngày hội (10/10/2026)',
      content: {
        text: 'Ngày hội, từ 10/10/2026 đến 12/10/2026.\nChỉ bà con dùng dịch vụ số.',
        buttons: [{ label: 'Xem thêm', topic: 'cd.hoat-dong' }],
      },
      segment: { communes: ['23563'] },
    })
  })

  it('join what the same people would be told of on the same day', () => {
    const joined = drafts(
      { title: 'Ra quân', from: '2026-10-10' },
      { title: 'Ngày hội', from: '2026-10-10', to: '2026-10-12' },
      { title: 'Lớp học ở xã', from: '2026-10-10', where: { place: 'Nhà văn hóa', communes: ['23563'] } },
    )
    expect(joined.map(({ title, segment }) => ({ title, segment }))).toMatchObject([
      { title: 'Các hoạt động ngày 10/10/2026', segment: {} },
      { title: 'Lớp học ở xã (10/10/2026)', segment: { communes: ['23563'] } },
    ])
    // Of all that is told in one, on the days on which all of it is on.
    expect(joined.map(({ plan }) => plan)).toEqual([
      { plan: 'gia-lai-2026', activities: ['a0', 'a1'], day: '10/10/2026', from: '10/10/2026', to: '12/10/2026' },
      { plan: 'gia-lai-2026', activities: ['a2'], day: '10/10/2026', from: '10/10/2026', to: '31/12/2026' },
    ])
    expect(joined[0]?.content).toMatchObject({
      text: 'Ngày 10/10/2026 có 2 hoạt động dành cho bà con:\n1. Ra quân, ngày 10/10/2026\n2. Ngày hội, từ 10/10/2026 đến 12/10/2026',
      buttons: [{ label: 'Xem thêm', topic: 'cd.hoat-dong' }],
    })
  })
})
