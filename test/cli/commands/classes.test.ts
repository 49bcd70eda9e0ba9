import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findClassByCode } from '../../../src/classes/class.store.ts'
import type { ClassCode } from '../../../src/classes/class.ts'
import { register } from '../../../src/classes/register.ts'
import { classesCommand } from '../../../src/cli/commands/classes.ts'
import { registrationsCommand } from '../../../src/cli/commands/registrations.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { createSealer } from '../../../src/db/seal.ts'
import { personIndex, wanted } from '../../classes/support/samples.ts'
import { runCommandLine } from '../../support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '../../support/databases.ts'
import { NOW } from '../../support/samples.ts'

const DATA_KEY = Buffer.alloc(32, 3)
const HEAD = 'Mã lớp,Chủ đề,Xã/phường,Địa điểm,Số chỗ,Ngày học,Giờ học,STT'
const ROWS = [
  'LC1,Dùng VNeID,xã An Lão,Nhà văn hóa,30,05/10/2026,19:30,1',
  'LC2,Chữ ký số,xã An Lão,Nhà văn hóa,20,06/10/2026,19:30,2',
]
let home: TestDatabase
let folder: string

beforeEach(async () => {
  clock = {}
  home = await createTestDatabase('sqlite')
  folder = await mkdtemp(join(tmpdir(), 'gan-dan-classes-'))
})
afterEach(async () => {
  await home[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** Another setting of the clock than the machine's. */
let clock: Readonly<Record<string, string>> = {}

/** Runs one command line; gives its exit code and what it wrote. */
function run(...argv: string[]) {
  const env = { DATABASE_URL: home.url, DATA_KEY: DATA_KEY.toString('base64'), ...clock }
  return runCommandLine([classesCommand, registrationsCommand], argv, { env, now: () => NOW })
}

async function sheet(...rows: string[]): Promise<string> {
  const path = join(folder, 'lop.csv')
  await writeFile(path, [HEAD, ...rows].join('\n'))
  return path
}

async function signUpTwo(): Promise<void> {
  await run('classes', 'import', await sheet(...ROWS))
  await using database = openDatabase(home.url)
  const { db } = database
  const found = await findClassByCode(db, 'LC1' as ClassCode)
  if (!found) throw new Error('the class was not imported')
  for (const number of [1, 2]) await register(db, createSealer(DATA_KEY), personIndex, wanted(found.id, number), NOW)
}

async function audited(): Promise<string[]> {
  await using database = openDatabase(home.url)
  const rows = await database.db.selectFrom('audit_log').selectAll().orderBy('id').execute()
  return rows.map(({ actor, action, detail }) => `${actor} ${action} ${detail}`)
}

describe('classes', () => {
  it('tells the figures of a province or of one commune by month, and of no other', async () => {
    await signUpTwo()
    const { out } = await run('classes', 'figures', '--json')
    const [month] = JSON.parse(out) as unknown[]
    expect(month).toEqual({ month: '2026-10', classes: 2, lessons: 2, registered: 2, present: 0, people: 0 })
    expect((await run('classes', 'figures')).out).toBe(
      '2026-10\t2 classes\t2 lessons\t2 registered\t0 present\t0 people\n',
    )
    expect((await run('classes', 'figures', '--commune', '21583')).out).toBe('There are no classes.\n')
    expect((await run('classes', 'figures', '--commune', 'An Lão')).code).toBe(1)
    expect((await run('classes', 'list', '--commune', '21583')).code).toBe(2)
  })

  it('is done on the clock of the server, so that its reports count what was taken in', async () => {
    clock = { FAKE_NOW: '2026-10-01T09:00:00+07:00' }
    await run('classes', 'import', await sheet(...ROWS))
    await using database = openDatabase(home.url)
    const { created_at: at } = await database.db
      .selectFrom('classes')
      .select('created_at')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(at).toBe(Date.parse('2026-10-01T09:00:00+07:00'))
  })

  it('shows in a dry run what an import would do, and does it otherwise', async () => {
    const path = await sheet(...ROWS)
    expect(await run('classes', 'import', path, '--dry-run')).toEqual({
      code: 0,
      out: 'lop.csv\t2\tLC1\tnew\nlop.csv\t3\tLC2\tnew\nColumns left out: STT\n2 new, 0 changed, 0 same (nothing was changed: it was a dry run)\n',
      err: '',
    })
    expect((await run('classes', 'list')).out).toBe('There are no classes.\n')

    expect((await run('classes', 'import', path, '--apply')).out).toMatch(/2 new, 0 changed, 0 same\n$/)
    expect((await run('classes', 'list')).out).toBe(
      'LC1\topen\t05/10/2026 19:30\tx1\t0/30\tAn Lão\tDùng VNeID\nLC2\topen\t06/10/2026 19:30\tx1\t0/20\tAn Lão\tChữ ký số\n',
    )
    expect(await audited()).toEqual(['operator classes_imported 2 new, 0 changed, 0 same'])
  })

  it('says what changes, and whom it concerns', async () => {
    await signUpTwo()
    const path = await sheet(ROWS[0]?.replace(',30,', ',40,') ?? '', ROWS[1] ?? '')
    expect((await run('classes', 'import', path, '--dry-run')).out).toContain(
      'lop.csv\t2\tLC1\tchanged: capacity (2 people hold a seat)\nlop.csv\t3\tLC2\tsame\n',
    )
    expect(JSON.parse((await run('classes', 'import', path, '--dry-run', '--json')).out)).toEqual({
      applied: false,
      ignored: ['STT'],
      steps: [
        { sheet: 'lop.csv', row: 2, code: 'LC1', action: 'changed', changes: ['capacity'], taken: 2 },
        { sheet: 'lop.csv', row: 3, code: 'LC2', action: 'same', changes: [], taken: 0 },
      ],
    })
  })

  it('refuses a sheet with a mistake whole, and tells the mistake', async () => {
    const path = await sheet(ROWS[0] ?? '', 'LC2,Chữ ký số,xã An Lão,Nhà văn hóa,20,31/02/2026,19:30,2')
    const refused = await run('classes', 'import', path)
    expect(refused).toMatchObject({ code: 1, err: '1 mistakes: nothing was changed.\n' })
    expect(refused.out).toMatch(/^Trang "lop.csv", dòng 3, cột F "Ngày học": không có ngày "31\/02\/2026"/)
    expect(JSON.parse((await run('classes', 'import', path, '--json')).out)).toMatchObject({
      applied: false,
      mistakes: [{ code: 'date_unreal', row: 3, column: 'F' }],
    })
    expect((await run('classes', 'list')).out).toBe('There are no classes.\n')
  })

  it.each(['csv', 'xlsx'])('exports as %s what an import takes for the same', async (kind) => {
    await run('classes', 'import', await sheet(...ROWS))
    const path = join(folder, `ra.${kind}`)
    expect(await run('classes', 'export', path)).toMatchObject({ code: 0, out: `2 classes written to ${path}\n` })
    expect((await run('classes', 'import', path)).out).toMatch(/0 new, 0 changed, 2 same/)
    expect(JSON.parse((await run('classes', 'export', path, '--json')).out)).toEqual({ file: path, classes: 2 })
  })

  it('keeps to a province', async () => {
    await run('classes', 'import', await sheet(...ROWS))
    expect(JSON.parse((await run('classes', 'list', '--json')).out)).toMatchObject([{ code: 'LC1' }, { code: 'LC2' }])
    expect((await run('classes', 'list', '--province', 'ha-tinh', '--json')).out).toBe('[]\n')
    expect((await run('classes', 'import', await sheet(...ROWS), '--province', 'ha-tinh')).out).toContain('Hà Tĩnh')
    expect(await run('classes', 'list', '--province', 'nowhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no province "nowhere"'),
    })
  })

  it.each([
    ['classes'],
    ['classes', 'list', 'LC1'],
    ['classes', 'import'],
    ['classes', 'import', 'a.csv', 'b.csv'],
    ['classes', 'export', 'lop.pdf'],
    ['classes', 'export', 'lop.csv', '--apply'],
    ['classes', 'import', 'lop.csv', '--apply', '--dry-run'],
    ['registrations'],
    ['registrations', 'list', 'LC1', 'LC2'],
    ['classes', 'list', '--dry-run'],
    ['registrations', 'export', 'LC1'],
    ['registrations', 'export', 'LC1', 'ds.pdf'],
  ])('refuses "%s %s %s" with the usage', async (...argv) => {
    expect(await run(...argv.filter((word) => word !== undefined))).toMatchObject({
      code: 2,
      err: expect.stringContaining(`npm run cli -- ${argv[0]} list`),
    })
  })

  it('says when a file is not there', async () => {
    expect(await run('classes', 'import', join(folder, 'no.csv'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('no.csv cannot be read'),
    })
  })
})

describe('registrations', () => {
  it('lists who signed up, which the audit log keeps', async () => {
    await signUpTwo()
    expect((await run('registrations', 'list', 'lc1')).out).toBe(
      'LC1-001\tregistered\tNgười Thứ 1\t0900000001\nLC1-002\tregistered\tNgười Thứ 2\t0900000002\n',
    )
    expect(JSON.parse((await run('registrations', 'list', 'LC1', '--json')).out)).toMatchObject([
      { code: 'LC1-001', name: 'Người Thứ 1', status: 'registered' },
      { code: 'LC1-002' },
    ])
    expect((await run('registrations', 'list', 'LC2')).out).toBe('Nobody has signed up.\n')
    expect((await audited()).slice(1)).toEqual([
      'operator registrations_listed 2 people',
      'operator registrations_listed 2 people',
      'operator registrations_listed 0 people',
    ])
  })

  it('lists those of all classes, in the order of the codes, when none is named', async () => {
    expect(await run('registrations', 'list', '--json')).toMatchObject({ code: 0, out: '[]\n' })
    await signUpTwo()
    expect((await run('registrations', 'list')).out).toBe((await run('registrations', 'list', 'LC1')).out)
    expect((await audited()).slice(1)).toEqual(Array(2).fill('operator registrations_listed 2 people'))
  })

  it('exports them for the eyes of the file’s owner', async () => {
    await signUpTwo()
    const path = join(folder, 'ds.csv')
    expect((await run('registrations', 'export', 'LC1', path)).out).toBe(`2 registrations written to ${path}\n`)
    const lines = (await readFile(path, 'utf8')).split('\r\n')
    expect(lines[0]).toBe(
      '\ufeffMã đăng ký,Thứ tự,Họ tên,Số điện thoại,Trạng thái,Giữ chỗ đến,Đăng ký lúc,Đồng ý xử lý dữ liệu lúc,Phiên bản đồng ý',
    )
    expect(lines[1]).toBe('LC1-001,1,Người Thứ 1,0900000001,Đã đăng ký,,01/10/2026 07:00,01/10/2026 07:00,2026-09')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await audited()).toContain('operator registrations_exported 2 people')
  })

  it('says when there is no such class', async () => {
    expect(await run('registrations', 'list', 'LC99')).toMatchObject({
      code: 1,
      err: 'There is no class "LC99": "classes list" shows those there are.\n',
    })
  })
})
