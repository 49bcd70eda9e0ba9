import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { staffCommand } from '../../../src/cli/commands/staff.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { createSealer } from '../../../src/db/seal.ts'
import { runCommandLine } from '../../support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '../../support/databases.ts'
import { linkByCode } from '../../support/link-by-code.ts'
import { NOW, person } from '../../support/samples.ts'

const KEY = Buffer.alloc(32, 3)
let home: TestDatabase

beforeEach(async () => {
  home = await createTestDatabase('sqlite')
})
afterEach(() => home[Symbol.asyncDispose]())

/** Runs `staff` with these arguments; gives its exit code and what it wrote. */
function staff(...args: string[]) {
  return staffAt({}, ...args)
}

function staffAt(settings: Record<string, string>, ...args: string[]) {
  const env = { DATABASE_URL: home.url, DATA_KEY: KEY.toString('base64'), ...settings }
  return runCommandLine([staffCommand], ['staff', ...args], { env, now: () => NOW })
}

const add = (role: string, unit: string, ...more: string[]) =>
  staff('add', '--role', role, '--unit', unit, '--name', 'chị Lan', ...more)

describe('staff', () => {
  it('add makes a code that lasts on the server’s clock', async () => {
    const member = ['--role', 'officer', '--unit', 'gia-lai', '--name', 'chị Lan', '--json']
    const { out } = await staffAt({ FAKE_NOW: '2027-10-05T07:00:00+07:00' }, 'add', ...member)
    expect(JSON.parse(out)).toMatchObject({ expiresAt: expect.stringContaining('2027-10-') })
  })

  it('add shows a code that links a chat, once', async () => {
    const { code, out } = await add('officer', 'gia-lai', '--json')
    expect(code).toBe(0)
    const added = JSON.parse(out)
    expect(added).toMatchObject({ role: 'officer', unit: 'gia-lai', expiresAt: '2026-10-02T00:00:00.000Z' })
    await using database = openDatabase(home.url)
    const link = { contact: person(1), code: added.code, now: NOW }
    expect(await database.db.transaction().execute((trx) => linkByCode(trx, createSealer(KEY), link))).toMatchObject({
      type: 'linked',
    })
    const listed = await staff('list')
    expect(listed.out).toBe(`${added.id}\tofficer\tgia-lai\ttỉnh Gia Lai\tchị Lan\tlinked 01/10/2026\n`)
    expect(listed.out).not.toContain(added.code)
  })

  it('add says in words what to do with the code', async () => {
    const { out } = await add('commune_staff', '21583')
    expect(out).toMatch(/commune_staff of phường Quy Nhơn\.\nThe code is [2-9A-Z-]{14}: it is shown only now\./)
    expect(out).toContain('by 07:00 02/10/2026')
  })

  it('add keeps a name in whole letters, however they were typed', async () => {
    const name = 'Nguyễn Thị Hồng'
    await staff('add', '--role', 'officer', '--unit', 'gia-lai', '--name', name.normalize('NFD'))
    expect(JSON.parse((await staff('list', '--json')).out)).toMatchObject([{ name: name.normalize('NFC') }])
  })

  it.each(['gia-lai', '52'])('add takes a province by its id or its official code: %s', async (unit) => {
    const added = await add('officer', unit, '--json')
    expect(JSON.parse(added.out)).toMatchObject({ unit: 'gia-lai' })
  })

  it('list and remove', async () => {
    expect(await staff('list')).toMatchObject({ code: 0, out: 'There are no members of staff.\n' })
    const { id } = JSON.parse((await add('admin', 'gia-lai', '--json')).out)
    expect(JSON.parse((await staff('list', '--json')).out)).toMatchObject([{ id, role: 'admin', name: 'chị Lan' }])
    expect(await staff('remove', id)).toMatchObject({ code: 0, out: `Removed ${id}.\n` })
    const again = await staff('remove', id)
    expect([again.code, again.err]).toEqual([1, `There is no member ${id}: staff list shows those there are.\n`])
  })

  it.each([
    { name: 'an unknown unit', args: ['officer', 'xyz'], code: 1, says: 'There is no unit "xyz"' },
    { name: 'a commune of another province', args: ['officer', '00004'], code: 1, says: 'There is no unit' },
    { name: 'commune staff of a province', args: ['commune_staff', 'gia-lai'], code: 1, says: 'belong to a commune' },
    { name: 'an unknown role', args: ['boss', 'gia-lai'], code: 2, says: '--role is one of' },
  ])('add refuses $name', async ({ args: [role = '', unit = ''], code, says }) => {
    const refused = await add(role, unit)
    expect(refused.code).toBe(code)
    expect(refused.err).toContain(says)
  })

  it.each([
    [[]],
    [['fire']],
    [['remove']],
    [['add', '--role', 'officer']],
    [['list', 'all']],
  ])('is not used so: %s', async (args) => {
    const { code, err } = await staff(...args)
    expect(code).toBe(2)
    expect(err).toContain('npm run cli -- staff add')
  })
})
