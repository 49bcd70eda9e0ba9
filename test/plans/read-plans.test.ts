import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/core/errors.ts'
import { readPlans } from '../../src/plans/read-plans.ts'
import { known } from './support/project.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plans-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const HEAD = ['province: gia-lai', 'year: 2026', 'title: Kế hoạch', 'issuer: UBND tỉnh Gia Lai', 'activities:']
/** The activity begins on line 6, `extra` on line 11. */
const planOf = (...extra: string[]) => [
  ...HEAD,
  '  - id: lop-hoc',
  '    section: Mục I',
  '    title: Lớp học',
  '    what: Học',
  '    audience: [people]',
  ...extra.map((line) => `    ${line}`),
]

function read(lines: readonly string[], name = 'gia-lai-2026.yaml') {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return readPlans(folder, known)
}

function refusalOf(lines: readonly string[], name?: string): string {
  try {
    read(lines, name)
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
  throw new Error('the plan was read')
}

describe('a plan', () => {
  it('may say as little as its document says', () => {
    const [plan] = read(planOf())
    expect(plan).toEqual({
      province: 'gia-lai',
      year: 2026,
      title: 'Kế hoạch',
      issuer: 'UBND tỉnh Gia Lai',
      targets: [],
      reports: [],
      activities: [
        {
          id: 'lop-hoc',
          section: 'Mục I',
          title: 'Lớp học',
          what: 'Học',
          audience: ['people'],
          tentative: false,
          topics: [],
          targets: [],
        },
      ],
    })
  })

  it('may name months, places and communes', () => {
    const [plan] = read(planOf('from: 2026-09', 'to: 2026-10', 'where: { place: Nhà văn hóa, communes: ["23941"] }'))
    expect(plan?.activities[0]).toMatchObject({
      from: '2026-09',
      to: '2026-10',
      where: { place: 'Nhà văn hóa', communes: ['23941'] },
    })
  })
})

describe('a mistake is named by file, line and key', () => {
  it.each([
    { name: 'YAML that does not parse', lines: ['province: "gia'], line: 2, says: /quote/i },
    { name: 'no activities', lines: HEAD.slice(0, 4), line: 1, says: /activities: / },
    { name: 'an unknown key', lines: planOf('form: 2026-10-05'), line: 6, says: /activities\.0: .*form/ },
    { name: 'no real date', lines: planOf('from: 2026-02-30'), line: 11, says: /activities\.0\.from: must be a date/ },
    { name: 'a date of another year', lines: planOf('from: 2025-10-05'), line: 11, says: /not in the plan's year/ },
    {
      name: 'an end before the beginning',
      lines: planOf('from: 2026-10-10', 'to: 2026-10-05'),
      line: 12,
      says: /activities\.0\.to: 2026-10-05 lies before "from"/,
    },
    {
      name: 'an end in an earlier month',
      lines: planOf('from: 2026-10-10', 'to: 2026-09'),
      line: 12,
      says: /lies before "from"/,
    },
    {
      name: 'a topic that there is not',
      lines: planOf('topics: [hoc.lop-cong-dong, hoc.gi-do]'),
      line: 11,
      says: /activities\.0\.topics\.1: "hoc\.gi-do" is no topic/,
    },
    {
      name: 'a commune of another province',
      lines: planOf('where: { place: Chợ, communes: ["26188"] }'),
      line: 11,
      says: /where\.communes\.0: "26188" is no commune of gia-lai/,
    },
    {
      name: 'a place of no kind',
      lines: planOf('where: everywhere'),
      line: 11,
      says: /where: must be province, every_commune/,
    },
    {
      name: 'an audience that there is not',
      lines: planOf().with(9, '    audience: [all]'),
      line: 10,
      says: /audience/,
    },
    {
      name: 'two activities of one id',
      lines: [...planOf(), ...planOf().slice(5)],
      line: 11,
      says: /activities\.1\.id: "lop-hoc" stands twice/,
    },
    {
      name: 'a period that ends before it begins',
      lines: [...planOf(), 'period: { from: 2026-10-10, to: 2026-10-01 }'],
      line: 11,
      says: /period\.to: lies before "from"/,
    },
    {
      name: 'a province that is not served',
      lines: planOf().with(0, 'province: ha-noi'),
      file: 'ha-noi-2026.yaml',
      line: 1,
      says: /province: there is no province "ha-noi"/,
    },
    {
      name: 'a file of another name',
      lines: planOf(),
      file: 'gia-lai.yaml',
      line: 1,
      says: /must be called gia-lai-2026\.yaml/,
    },
  ])('$name', ({ lines, line, says, file = 'gia-lai-2026.yaml' }) => {
    const refusal = refusalOf(lines, file)
    expect(refusal).toContain(`${join(folder, file)}:${line}: `)
    expect(refusal).toMatch(says)
  })

  it('together with all others, over all files', () => {
    writeFileSync(join(folder, 'a.yaml'), 'province: "a')
    const refusal = refusalOf(planOf('from: x', 'to: y'))
    expect(refusal.split('\n')).toHaveLength(4)
  })

  it('and a folder that is not there by its path', () => {
    expect(() => readPlans(join(folder, 'none'), known)).toThrow(`${join(folder, 'none')} cannot be read`)
  })
})
