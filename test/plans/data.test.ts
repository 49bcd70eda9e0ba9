import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lengthOf } from '../../src/core/text-length.ts'
import { spanOf } from '../../src/plans/span.ts'
import { known, planFolder, plans } from './support/project.ts'

const activities = plans.flatMap((plan) =>
  plan.activities.map((activity) => ({ name: `${plan.province}-${plan.year} ${activity.id}`, plan, activity })),
)

describe('the plans of the project', () => {
  it('are read, every file of them', () => {
    const files = readdirSync(planFolder).sort()
    expect(plans.map((plan) => `${plan.province}-${plan.year}.yaml`)).toEqual(files)
    expect(files).toEqual(
      expect.arrayContaining([
        'dong-nai-2025.yaml',
        'gia-lai-2025.yaml',
        'gia-lai-2026.yaml',
        'ha-tinh-2025.yaml',
        'lang-son-2025.yaml',
      ]),
    )
  })

  it.each([...known.provinces.keys()])('tell of something for the citizens of %s', (province) => {
    const own = activities.filter(({ plan }) => plan.province === province)
    expect(own.filter(({ activity }) => activity.audience.includes('people')).length).toBeGreaterThan(3)
  })

  it.each(activities)('$name has days in order within its year, and known topics', ({ plan, activity }) => {
    const { from, to } = spanOf(plan, activity)
    expect(from <= to).toBe(true)
    expect([from.slice(0, 4), to.slice(0, 4)]).toEqual([String(plan.year), String(plan.year)])
    expect(activity.topics.filter((topic) => !known.topics.has(topic))).toEqual([])
  })

  it.each(activities)('$name is told in a short line without a full stop of its own', ({ activity }) => {
    expect(lengthOf(activity.title)).toBeLessThanOrEqual(80)
    expect(activity.title).not.toMatch(/[.!]$/)
  })

  it.each(
    plans.flatMap((plan) => plan.reports.map((report) => ({ plan, report }))),
  )('$plan.province-$plan.year: the report of $report.who says when it is due', ({ report }) => {
    expect(report.by ?? report.before ?? report.when).toBeDefined()
  })
})

describe('what the documents say', () => {
  const of = (name: string) => activities.find((one) => one.name === name)?.activity
  const planOf = (province: string, year: number) =>
    plans.find((plan) => plan.province === province && plan.year === year)

  it.each([
    { name: 'gia-lai-2025 ra-quan-tung-nha', from: '2025-10-05', to: '2025-10-10' },
    { name: 'gia-lai-2025 ngay-hoi-hoc-tap-so', from: '2025-10-05', to: '2025-12-15' },
    { name: 'gia-lai-2025 chu-ky-so', from: '2025-10-05', to: '2025-12-31' },
    { name: 'gia-lai-2026 ngay-hoi-hoc-tap-so', from: '2026-10-10', to: '2026-10-10' },
    { name: 'ha-tinh-2025 ra-quan-tung-nha', from: '2025-10-10', to: '2025-10-20' },
    { name: 'ha-tinh-2025 thang-tieu-dung-so', from: '2025-10-05', to: '2025-10-31' },
    { name: 'dong-nai-2025 chu-ky-so', from: '2025-10-01', to: '2025-11-01' },
    { name: 'dong-nai-2025 thi-truc-tuyen', from: '2025-10-01', to: '2025-10-09' },
    { name: 'lang-son-2025 ra-quan-tung-nha', from: '2025-10-01', to: '2025-10-10' },
    { name: 'lang-son-2025 doi-anh-dai-dien', from: '2025-10', to: undefined },
  ])('$name: $from to $to', ({ name, from, to }) => {
    expect({ from: of(name)?.from, to: of(name)?.to }).toEqual({ from, to })
  })

  it.each([
    { province: 'gia-lai', year: 2025, due: ['2025-12-20'] },
    { province: 'gia-lai', year: 2026, due: ['2026-03-15', '2026-06-15', '2026-09-15', '2026-12-15'] },
    { province: 'dong-nai', year: 2025, due: ['2025-10-20', '2025-10-30'] },
    { province: 'ha-tinh', year: 2025, due: [] },
    { province: 'lang-son', year: 2025, due: [] },
  ])('the reports of $province in $year are due on $due', ({ province, year, due }) => {
    const reports = planOf(province, year)?.reports ?? []
    expect(reports.flatMap((report) => report.by ?? report.before ?? [])).toEqual(due)
  })

  it.each([
    { province: 'gia-lai', year: 2026, number: 90 },
    { province: 'dong-nai', year: 2025, number: 50 },
    { province: 'dong-nai', year: 2025, number: 95 },
  ])('$province aims at $number % in $year', ({ province, year, number }) => {
    const plan = planOf(province, year)
    const targets = [...(plan?.targets ?? []), ...(plan?.activities.flatMap((activity) => activity.targets) ?? [])]
    expect(targets).toContainEqual(expect.objectContaining({ number, unit: '%' }))
  })
})
