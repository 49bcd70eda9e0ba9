import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import readXlsxFile from 'read-excel-file/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createReportCommand } from '../../../src/cli/commands/report.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../../src/db/open.ts'
import { askInVain, fewLessons, QUESTION } from '../../learning/support/few-answers.ts'
import { PERSONAL, storeBroadcasts, storeTickets, storeVisits } from '../../report/support/campaign.ts'
import { runCommandLine } from '../../support/command-line.ts'
import { DATA_KEY_OF_SAMPLES, NOW } from '../../support/samples.ts'
import { at, quyNhon } from '../../support/support-desk.ts'

let folder: string
let database: Database

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gan-dan-report-'))
  database = openDatabase(`file:${join(folder, 'a.db')}`)
  await migrate(database)
})
afterEach(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const command = createReportCommand(async () => ({ ...fewLessons(database.db), async [Symbol.asyncDispose]() {} }))
const run = (...argv: readonly string[]) =>
  runCommandLine([command], ['report', ...argv], {
    env: {
      DATABASE_URL: `file:${join(folder, 'a.db')}`,
      DATA_KEY: DATA_KEY_OF_SAMPLES.toString('base64'),
      PROVINCE: 'gia-lai',
    },
    now: () => at('2026-10-12 08:00'),
  })

describe('report', () => {
  it('prints the figures of the province of the settings in the current month', async () => {
    await storeVisits(database.db)
    for (const number of [1, 2, 3]) await askInVain(database.db, fewLessons(database.db), QUESTION, number, NOW)
    const { code, out } = await run()
    expect(code).toBe(0)
    expect(out).toMatch(/^Báo cáo tỉnh Gia Lai\nTừ ngày 01\/10\/2026 đến hết ngày 31\/10\/2026/)
    expect(out).toMatch(/Lời nhờ trong kỳ +5\n/)
    expect(out).toMatch(/phường Quy Nhơn Bắc +0 +0 +0 +2 /)
    expect(out).toContain(`“${QUESTION}”  3`)
    const [deed] = await database.db.selectFrom('audit_log').selectAll().execute()
    expect(deed).toMatchObject({ actor: 'operator', action: 'report_made', subject: 'unit:gia-lai' })
  })

  it('counts the announcements of the province’s accounts alone, and gives all as JSON', async () => {
    await storeBroadcasts(database.db)
    await storeTickets(database.db)
    const { code, out } = await run('--from', '01/10/2026', '--to', '10/10/2026', '--json')
    expect(code).toBe(0)
    const report = JSON.parse(out)
    expect(report).toMatchObject({
      unit: 'gia-lai',
      from: '01/10/2026',
      to: '10/10/2026',
      madeAt: '2026-10-12T01:00:00.000Z',
      province: { announcements: { runs: 1, missed: 1 }, frequent: [] },
    })
    for (const personal of PERSONAL) expect(out).not.toContain(personal)
  })

  it('keeps to a commune', async () => {
    await storeVisits(database.db)
    const { out } = await run('--unit', quyNhon, '--from', '01/10/2026', '--to', '10/10/2026')
    expect(out).toMatch(/^Báo cáo phường Quy Nhơn\n/)
    expect(out).toMatch(/Lời nhờ trong kỳ +3\n/)
    expect(out).not.toContain('Theo xã, phường')
  })

  it('writes a workbook', async () => {
    await storeVisits(database.db)
    const path = join(folder, 'bao-cao.xlsx')
    expect(await run('--xlsx', path)).toEqual({
      code: 0,
      out: `The report of gia-lai was written to ${path}\n`,
      err: '',
    })
    const [sheet] = await readXlsxFile(path)
    expect(sheet?.data.find((row) => row[0] === 'Lời nhờ trong kỳ')?.[1]).toBe(5)
    expect(JSON.parse((await run('--xlsx', path, '--json')).out)).toMatchObject({ file: path, visits: { asked: 5 } })
  })

  it.each<{ argv: readonly string[]; code: number; err: string }>([
    { argv: ['--from', '31/02/2026'], code: 1, err: '"31/02/2026" is no date: write it as 01/10/2026.\n' },
    { argv: ['--to', '2026-10-01'], code: 1, err: '"2026-10-01" is no date: write it as 01/10/2026.\n' },
    {
      argv: ['--from', '02/10/2026', '--to', '01/10/2026'],
      code: 1,
      err: 'The first day comes after the last one: --from must not be later than --to.\n',
    },
    { argv: ['--unit', 'nowhere'], code: 1, err: 'There is no unit "nowhere": name a province (' },
    { argv: ['--unit', '00000'], code: 1, err: 'or a commune by its code in data/places/communes.\n' },
    { argv: ['--xlsx', '/nowhere/a.xlsx'], code: 1, err: 'cannot be written' },
    { argv: ['--xlsx', 'a.pdf'], code: 2, err: 'a.pdf: name a file that ends in .xlsx.\nnpm run cli -- report' },
    { argv: ['gia-lai'], code: 2, err: 'npm run cli -- report' },
    { argv: ['--month', '10'], code: 2, err: 'npm run cli -- report' },
  ])('refuses $argv with the cure', async ({ argv, code, err }) => {
    const refused = await run(...argv)
    expect(refused).toMatchObject({ code, out: '' })
    expect(refused.err).toContain(err)
  })
})
