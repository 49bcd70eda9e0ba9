import { describe, expect, it } from 'vitest'
import type { ProvinceId, TopicId } from '../../src/core/ids.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { type ActivityQuery, type FoundActivity, findActivities } from '../../src/plans/activities.ts'
import { describeActivities } from '../../src/plans/describe-activities.ts'
import { type Plan, planSchema } from '../../src/plans/plan.schema.ts'
import { plans as projectPlans, texts } from './support/project.ts'

const province = 'gia-lai' as ProvinceId
const provinceName = 'tỉnh Gia Lai'
const CHU_SE = '23941' as UnitCode
const noon = (day: string) => Date.parse(`${day}T12:00:00+07:00`)

interface Parts {
  readonly [key: string]: unknown
}

function planOf(year: number, activities: Record<string, Parts>, rest: Parts = {}): Plan {
  return planSchema.parse({
    province,
    year,
    title: 'Kế hoạch',
    issuer: 'UBND tỉnh',
    ...rest,
    activities: Object.entries(activities).map(([id, parts]) => ({
      id,
      section: 'Mục I',
      title: id,
      what: id,
      audience: ['people'],
      ...parts,
    })),
  })
}

const PLANS = [
  planOf(2025, {
    'cu-som': { from: '2025-10-01', to: '2025-10-10' },
    'cu-muon': { from: '2025-10-05', to: '2025-12-31', topics: ['cks.dang-ky'] },
    'cu-mo': { from: '2025-10' },
    'cu-cao-diem': { from: '2025-10-01', to: '2025-11-01', schedule: 'ongoing' },
    'cu-trong-nam': { schedule: 'in_the_year' },
  }),
  planOf(2026, {
    'hang-tuan': { schedule: 'weekly', where: 'every_commune', topics: ['hoc.lop-cong-dong'] },
    'da-qua': { from: '2026-09-01', to: '2026-09-30' },
    'dang-lam': { from: '2026-10-01', to: '2026-10-10' },
    'ngay-hoi': { from: '2026-10-10', to: '2026-10-10' },
    'sau-do': { from: '2026-11', to: '2026-11' },
    'o-cho': { from: '2026-10-12', to: '2026-10-12', where: { place: 'Chợ Chư Sê', communes: [CHU_SE] } },
    'can-bo': { schedule: 'ongoing', audience: ['staff'] },
  }),
]

const find = (query: Partial<ActivityQuery> & { today?: string } = {}) => {
  const { today = '2026-10-05', ...rest } = query
  return findActivities(PLANS, { province, now: noon(today), ...rest })
}
const namesOf = (found: readonly FoundActivity[]) => found.map(({ activity }) => activity.id)

describe('findActivities', () => {
  it('puts current ones first, then those to come, then older ones', () => {
    expect(find().map(({ activity, state }) => `${state} ${activity.id}`)).toEqual([
      'current dang-lam',
      'current hang-tuan',
      'coming ngay-hoi',
      'coming o-cho',
      'coming sau-do',
      'unsure cu-mo',
      'unsure cu-cao-diem',
      'past da-qua',
      'past cu-muon',
      'past cu-trong-nam',
      'past cu-som',
    ])
  })

  it.each([
    { name: 'the last minute of a day', now: '2026-10-10T23:59:59+07:00', state: 'current' },
    { name: 'the first of the next, still the day before in UTC', now: '2026-10-11T00:00:00+07:00', state: 'past' },
  ])('judges by the day in Vietnam: $name', ({ now, state }) => {
    const found = findActivities(PLANS, { province, now: Date.parse(now) })
    expect(found.find(({ activity }) => activity.id === 'ngay-hoi')?.state).toBe(state)
  })

  it.each([
    { name: 'on a day', query: { on: '2026-10-10' }, expected: ['dang-lam', 'hang-tuan', 'ngay-hoi'] },
    { name: 'in a month', query: { from: '2026-11-01', to: '2026-11-30' }, expected: ['hang-tuan', 'sau-do'] },
    { name: 'from a day on', query: { from: '2026-10-12' }, expected: ['hang-tuan', 'o-cho', 'sau-do'] },
    { name: 'until a day', query: { to: '2025-10-04' }, expected: ['cu-mo', 'cu-cao-diem', 'cu-trong-nam', 'cu-som'] },
    { name: 'of a topic', query: { topic: 'hoc.lop-cong-dong' as TopicId }, expected: ['hang-tuan'] },
    { name: 'in its commune', query: { on: '2026-10-12', commune: CHU_SE }, expected: ['hang-tuan', 'o-cho'] },
    { name: 'in another commune', query: { on: '2026-10-12', commune: '21553' as UnitCode }, expected: ['hang-tuan'] },
    { name: 'of another province', query: { province: 'ha-tinh' as ProvinceId }, expected: [] },
    { name: 'in a year without a plan', query: { from: '2027-01-01' }, expected: [] },
  ])('finds those $name', ({ query, expected }) => {
    expect(namesOf(find(query))).toEqual(expected)
  })

  it('takes a plan’s own period for what it does not date', () => {
    const plan = planOf(2026, { 'khong-ngay': {} }, { period: { from: '2026-09-20', to: '2026-10-31' } })
    expect(findActivities([plan], { province, now: noon('2026-09-19') })[0]?.state).toBe('coming')
  })
})

describe('describeActivities', () => {
  const tell = (found: readonly FoundActivity[], limit?: number) =>
    describeActivities(found, { texts, provinceName, ...(limit === undefined ? {} : { limit }) })
  const lineOf = (parts: Parts) => {
    const plan = planOf(2026, { viec: { title: 'Việc', ...parts } })
    return tell(findActivities([plan], { province, now: noon('2026-10-05') }))[1]
  }

  it('tells each plan and state under its own heading, and where to ask', () => {
    expect(tell(find({ from: '2026-10-06', to: '2026-10-11' }))).toEqual([
      'Theo kế hoạch năm 2026, đang trong thời gian thực hiện:',
      '- dang-lam: 01/10/2026 đến 10/10/2026.',
      '- hang-tuan: hằng tuần. Nơi làm: các xã, phường.',
      'Theo kế hoạch năm 2026, sắp tới có:',
      '- ngay-hoi: ngày 10/10/2026.',
      texts.ask,
    ])
  })

  it('says of what year an older plan is, and tells nobody to go by it', () => {
    expect(tell(find({ to: '2025-10-04' }))).toEqual([
      'Theo kế hoạch năm 2025, nay còn làm không thì cần hỏi lại:',
      '- cu-mo: từ tháng 10/2025.',
      '- cu-cao-diem: cao điểm 01/10/2025 đến 01/11/2025, ngoài ra làm thường xuyên.',
      'Theo kế hoạch năm 2025, nay đã qua:',
      '- cu-trong-nam: trong năm 2025.',
      '- cu-som: 01/10/2025 đến 10/10/2025.',
      texts.ask_anew,
    ])
  })

  it('sends people to the commune when there is nothing', () => {
    const [line, ...others] = tell([])
    expect(line).toContain('tỉnh Gia Lai')
    expect(line).toContain('xã, phường')
    expect(others).toEqual([])
  })

  it('keeps to the limit', () => {
    expect(tell(find(), 2).filter((line) => line.startsWith('- '))).toHaveLength(2)
  })

  it.each([
    { name: 'a beginning', parts: { from: '2026-10-01' }, line: '- Việc: từ 01/10/2026.' },
    { name: 'an end', parts: { to: '2026-10-31' }, line: '- Việc: đến hết 31/10/2026.' },
    {
      name: 'dates that may change',
      parts: { from: '2026-10-01', to: '2026-10-09', tentative: true },
      line: '- Việc: dự kiến 01/10/2026 đến 09/10/2026.',
    },
    { name: 'words', parts: { when: 'sau khi phát động' }, line: '- Việc: sau khi phát động.' },
    { name: 'nothing', parts: {}, line: '- Việc: kế hoạch không ghi ngày.' },
    {
      name: 'a place',
      parts: { schedule: 'ongoing', where: { place: 'chợ xã' } },
      line: '- Việc: thường xuyên. Nơi làm: chợ xã.',
    },
    {
      name: 'how to join',
      parts: { schedule: 'yearly', where: 'online', join: 'Vào trang a.' },
      line: '- Việc: hằng năm. Nơi làm: trên mạng. Vào trang a.',
    },
  ])('tells $name as the plan gives it', ({ parts, line }) => {
    expect(lineOf(parts)).toBe(line)
  })

  it('does not show a 2025 activity of the project as current after its year', () => {
    const found = projectPlans.flatMap((plan) =>
      findActivities([plan], { province: plan.province, now: noon('2026-11-21') }),
    )
    const current = found.filter(({ state }) => state === 'current' || state === 'coming')
    expect(current.filter(({ plan }) => plan.year < 2026)).toEqual([])
    expect(current.length).toBeGreaterThan(0)
  })
})
