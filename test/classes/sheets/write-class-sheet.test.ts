import { describe, expect, it } from 'vitest'
import type { ClassPlan } from '../../../src/classes/class.ts'
import { readClassSheet } from '../../../src/classes/sheets/read-class-sheet.ts'
import { SHEET_KINDS, writeClassSheet } from '../../../src/classes/sheets/write-class-sheet.ts'
import { writeCsv } from '../../../src/classes/sheets/write-csv.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { knowledge } from '../support/knowledge.ts'
import { at, day, plan } from '../support/samples.ts'

const commune = '21609' as UnitCode
const PLANS: readonly ClassPlan[] = [
  plan({ code: 'LC1', commune }),
  plan({ code: 'LC2', commune, subject: '=HYPERLINK("x")', place: 'Nhà "văn hóa"; thôn 3, xóm 1', teacher: '-' }),
  plan({ code: 'LC3', commune, audience: null, teacher: null, mapLink: 'https://maps.app.goo.gl/a?b=c,d' }),
  plan({ code: 'LC4', commune, opensAt: at('2026-10-01'), closesAt: at('2026-10-10'), mode: 'online' }),
  plan({ code: 'LC5', commune, opensAt: at('2026-10-01', '07:30'), closesAt: at('2026-10-09', '17:00') }),
  plan({
    code: 'LC6',
    commune,
    status: 'cancelled',
    schedule: {
      kind: 'weekly',
      weekdays: [1, 7],
      from: day('2026-10-05'),
      until: null,
      count: 6,
      start: 0,
      end: 90,
      onHolidays: true,
      cancelled: [day('2026-10-11'), day('2026-10-12')],
      moved: [
        { from: day('2026-10-05'), to: day('2026-10-06') },
        { from: day('2026-10-18'), to: day('2026-10-20'), start: 1140, end: 1230 },
      ],
    },
  }),
  plan({
    code: 'LC7',
    commune,
    status: 'draft',
    schedule: {
      kind: 'weekly',
      weekdays: [3],
      from: day('2026-10-05'),
      until: day('2026-10-21'),
      count: 3,
      start: 450,
      end: 540,
      onHolidays: false,
      cancelled: [],
      moved: [],
    },
  }),
]

describe.each(SHEET_KINDS)('an export as %s', (kind) => {
  it('gives back what was imported', async () => {
    const sheet = await readClassSheet(await writeClassSheet(PLANS, kind, knowledge), `lop.${kind}`, knowledge)
    expect('rows' in sheet ? sheet.rows.map((row) => row.plan) : sheet.mistakes).toEqual(PLANS)
  })

  it('names every commune of a province so that it is understood', async () => {
    const all = knowledge.communes
      .of(knowledge.province)
      .map(({ code }, index) => plan({ code: `X${index}`, commune: code }))
    const sheet = await readClassSheet(await writeClassSheet(all, kind, knowledge), `lop.${kind}`, knowledge)
    expect('rows' in sheet ? sheet.rows.map((row) => row.plan.commune) : sheet.mistakes).toEqual(
      all.map((one) => one.commune),
    )
  })
})

it.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠A1',
])('a cell of a csv that begins with %j is no formula', (text) => {
  expect(writeCsv([[text]]).toString('utf8')).toMatch(/^\ufeff"?'/)
})

it('an export as csv runs nothing when it is opened', async () => {
  const csv = (await writeClassSheet(PLANS, 'csv', knowledge)).toString('utf8')
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
  expect(csv.startsWith('\ufeffMã lớp,Chủ đề,')).toBe(true)
})
