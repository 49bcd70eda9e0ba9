import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { broadcastsCommand } from '../../../src/cli/commands/broadcasts.ts'
import { accountIdOf, contactIdOf } from '../../../src/core/ids.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { createSealer } from '../../../src/db/seal.ts'
import { saveContacts } from '../../../src/people/contact.store.ts'
import { newContact } from '../../../src/people/contact.ts'
import { runCommandLine } from '../../support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '../../support/databases.ts'
import { employ } from '../../support/hired.ts'
import { giaLai, haTinh, quyNhon } from '../../support/support-desk.ts'

/** 05/10/2026 07:00 in Việt Nam. */
const NOW = Date.UTC(2026, 9, 5)
const KEY = Buffer.alloc(32, 3)
const DRAFT = {
  title: 'Nhắc chữ ký số',
  province: 'gia-lai',
  content: { template: 'chu-ky-so' },
  segment: { channels: ['web'] },
  schedule: { type: 'once', at: '05/10/2026 08:00' },
}
let home: TestDatabase
let folder: string

beforeEach(async () => {
  home = await createTestDatabase('sqlite')
  await using database = openDatabase(home.url)
  await migrate(database)
  for (const name of ['An', 'Bình']) await employ(database.db, name, giaLai, { sealedBy: createSealer(KEY) })
  await employ(database.db, 'Chi', haTinh, { sealedBy: createSealer(KEY) })
  await employ(database.db, 'Dung', quyNhon, { sealedBy: createSealer(KEY), role: 'commune_staff' })
  await employ(database.db, 'Em', giaLai, { sealedBy: createSealer(KEY), role: 'admin' })
  folder = await mkdtemp(join(tmpdir(), 'gan-dan-broadcasts-'))
})
afterEach(async () => {
  await home[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** Runs one command line; gives its exit code and what it wrote. */
async function run(...args: string[]) {
  const env = { DATABASE_URL: home.url, DATA_KEY: KEY.toString('base64') }
  const ended = await runCommandLine([broadcastsCommand], ['broadcasts', ...args], { env, now: () => NOW })
  return { ...ended, json: () => JSON.parse(ended.out) }
}

async function fileOf(draft: object): Promise<string> {
  const path = join(folder, 'draft.yaml')
  await writeFile(path, stringify(draft))
  return path
}

async function created(draft: object = DRAFT, ...options: string[]): Promise<string> {
  const { json } = await run('create', await fileOf(draft), '--by', 'An', '--json', ...options)
  return json().id
}

async function visitors(count: number): Promise<void> {
  await using database = openDatabase(home.url)
  const account = accountIdOf('web', 'gia-lai')
  const people = Array.from({ length: count }, (_, i) => newContact(contactIdOf(account, `v${i}`), account, NOW))
  await saveContacts(
    database.db,
    createSealer(KEY),
    people.map((contact) => ({ ...contact, version: 1 })),
  )
}

describe('broadcasts', () => {
  it('go from a file to approval, pause, resumption and end', async () => {
    const id = await created()
    const steps = [
      { args: ['reject', id, '--by', 'Bình'], status: 'draft' },
      { args: ['submit', id, '--by', 'An'], status: 'submitted' },
      { args: ['approve', id, '--by', 'Bình'], status: 'approved' },
      { args: ['pause', id, '--by', 'Bình'], status: 'paused' },
      { args: ['resume', id, '--by', 'An'], status: 'approved' },
      { args: ['cancel', id, '--by', 'An'], status: 'cancelled' },
    ]
    for (const { args, status } of steps) {
      const { code, json } = await run(...args, '--json')
      expect({ code, status: json().status }).toEqual({ code: 0, status })
    }
  })

  it('are listed, all or by their status', async () => {
    const first = await created(DRAFT, '--draft')
    const second = await created()
    const listed: { id: string }[] = (await run('list', '--json')).json()
    expect(new Set(listed.map((one) => one.id))).toEqual(new Set([first, second]))
    expect((await run('list', '--status', 'draft')).out).toMatch(
      new RegExp(`^${first}\tdraft\tgia-lai\t-\tNhắc chữ ký số\n$`),
    )
    expect((await run('list', '--status', 'done')).out).toBe('There are no broadcasts.\n')
  })

  it('are shown with their text, their audience and what an approval is bound to', async () => {
    await visitors(3)
    const id = await created()
    const { out, json } = await run('show', id, '--json')
    expect(out.endsWith('\n')).toBe(true)
    expect(json()).toMatchObject({
      broadcast: { id, status: 'submitted' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      texts: { web: expect.stringContaining('chữ ký số') },
      audience: { reachable: 3, ways: { 'trang-chat': { count: 3 } } },
      runs: [],
    })
    const page = (await run('show', id)).out
    expect(page).toContain('audience now: 3 reachable, 0 đồng of 0')
    expect(page).toContain('gõ "dừng"')
  })

  it('are approved as they were shown, or not at all', async () => {
    const id = await created()
    const { hash } = (await run('show', id, '--json')).json()
    expect(await run('approve', id, '--by', 'Bình', '--hash', 'f'.repeat(64))).toMatchObject({ code: 1 })
    expect(await run('approve', id, '--by', 'Bình', '--hash', hash)).toMatchObject({ code: 0 })
  })

  it('to many are not approved by their author', async () => {
    await visitors(51)
    const id = await created()
    const { code, err } = await run('approve', id, '--by', 'An')
    expect(code).toBe(1)
    expect(err).toMatch(/staff:\w+ wrote broadcast .* 51 people: above 50 somebody else must approve it/)
  })

  it('are the deeds of known staff with the right to them, named by name or id', async () => {
    const id = await created()
    for (const [name, says] of [
      ['Ai đó', /"Ai đó" is no member of the staff/],
      ['Chi', /Chi \(officer, ha-tinh\) has no right/],
      ['Dung', /Dung \(commune_staff, 21583\) has no right/],
    ] as const) {
      const { code, err } = await run('approve', id, '--by', name)
      expect(code).toBe(1)
      expect(err).toMatch(says)
      expect(await run('create', await fileOf(DRAFT), '--by', name)).toMatchObject({ code: 1 })
    }
    const { broadcast } = (await run('show', id, '--json')).json()
    expect(broadcast).toMatchObject({
      author: expect.stringMatching(/^staff:/),
      names: { author: 'An', approver: null },
    })
    expect(await run('pause', id, '--by', broadcast.author)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is submitted/),
    })
    expect(await run('approve', id, '--by', 'bình')).toMatchObject({ code: 0 })
    expect((await run('show', id)).out).toMatch(/author: An;.*\napproved: Bình, 07:00 05\/10\/2026/)
  })

  it('are shown with the day they go out on, whatever day it is', async () => {
    const id = await created({
      ...DRAFT,
      content: { text: 'Hôm nay {{date}}', buttons: [] },
      schedule: { type: 'once', at: '09/10/2026 08:00' },
    })
    expect((await run('show', id, '--json')).json().texts.web).toContain('Hôm nay 09/10/2026')
  })

  it('warn of a segment that means nobody', async () => {
    expect((await run('show', await created())).out).toContain('nobody is meant by this segment now')
  })

  it('are tried by somebody with a chat alone', async () => {
    const id = await created()
    expect(await run('test', id, '--by', 'An')).toMatchObject({ code: 1, err: expect.stringContaining('no chat') })
  })

  it('are sent again and corrected only once there is something to it', async () => {
    const id = await created()
    expect(await run('resend', id, '--reasons', 'rejected', '--by', 'An')).toMatchObject({ code: 1 })
    expect(await run('resend', id, '--reasons', 'nope', '--by', 'An')).toMatchObject({ code: 2 })
    const correction = await fileOf({
      title: 'Đính chính',
      content: { text: 'Xin đính chính', buttons: [] },
      schedule: DRAFT.schedule,
    })
    expect(await run('correct', id, correction, '--by', 'An')).toMatchObject({
      code: 1,
      err: expect.stringContaining('pause or cancel'),
    })
    await run('cancel', id, '--by', 'An')
    const { json } = await run('correct', id, correction, '--by', 'An', '--json')
    expect(json()).toMatchObject({ status: 'submitted', segment: { channels: ['web'], corrects: id } })
  })

  it('are changed in what the file names, and are approved anew', async () => {
    const id = await created({ ...DRAFT, late_minutes: 90 })
    await run('approve', id, '--by', 'Bình')
    const change = await fileOf({ title: 'Nhắc lần nữa', schedule: { type: 'once', at: '05/10/2026 09:00' } })
    const { code, json } = await run('change', id, change, '--by', 'Bình', '--json')
    expect(code).toBe(0)
    expect(json()).toMatchObject({
      ...{ id, status: 'submitted', approval: null, title: 'Nhắc lần nữa', lateMinutes: 90, training: false },
      content: { template: 'chu-ky-so' },
      segment: { channels: ['web'] },
      schedule: { at: '05/10/2026 09:00' },
    })
    expect(json().changedBy).not.toBe(json().author)
    expect((await run('change', id, change, '--by', 'An', '--draft', '--json')).json().status).toBe('draft')
  })

  it.each<{ name: string; change: object; options: string[]; says: RegExp }>([
    { name: 'who has no right', change: { title: 'Khác' }, options: ['--by', 'Chi'], says: /Chi .* has no right/ },
    {
      name: 'for people they have no right to',
      change: { province: 'ha-tinh' },
      options: ['--by', 'An'],
      says: /no right/,
    },
    { name: 'that says nothing', change: {}, options: ['--by', 'An'], says: /must say what is to change/ },
    { name: 'with a slip', change: { titel: 'Khác' }, options: ['--by', 'An'], says: /titel/ },
    {
      name: 'of what they did not see',
      change: { title: 'Khác' },
      options: ['--by', 'An', '--hash', 'x'],
      says: /changed since/,
    },
    {
      name: 'to a time of rest',
      change: { schedule: { type: 'once', at: '05/10/2026 23:00' } },
      options: ['--by', 'An'],
      says: /07:00–21:00/,
    },
  ])('are not changed by somebody $name', async ({ change, options, says }) => {
    const id = await created()
    const { code, err } = await run('change', id, await fileOf(change), ...options)
    expect(code).toBe(1)
    expect(err).toMatch(says)
    expect((await run('show', id, '--json')).json().broadcast).toMatchObject({
      status: 'submitted',
      title: DRAFT.title,
    })
  })

  it('of a plan keep its dates, unless an admin lets them go beyond', async () => {
    const [{ id, plan }] = (await run('create', '--plan', 'gia-lai-2026', '--by', 'An', '--json')).json()
    expect(plan).toMatchObject({ plan: 'gia-lai-2026', activities: expect.arrayContaining([expect.any(String)]) })
    const later = await fileOf({ schedule: { type: 'once', at: '05/10/2027 08:00' } })
    expect(await run('change', id, later, '--by', 'An')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`outside the dates of the plan gia-lai-2026 (${plan.from}–${plan.to})`),
    })
    const submit = (name: string, ...options: string[]) => run('submit', id, '--by', name, ...options)
    expect((await submit('An')).code).toBe(1)
    expect(await submit('An', '--outside-plan')).toMatchObject({
      code: 1,
      err: expect.stringContaining('an admin must'),
    })
    expect((await submit('Em', '--outside-plan')).code).toBe(0)
    expect((await run('show', id)).out).toMatch(/plan: gia-lai-2026, .*let out beyond them by staff:/)
    expect((await run('approve', id, '--by', 'Bình')).code).toBe(0)
  })

  it('are set up from a plan, each date once', async () => {
    const { code, json } = await run('create', '--plan', 'gia-lai-2026', '--by', 'An', '--json')
    expect(code).toBe(0)
    expect(json().length).toBeGreaterThan(0)
    expect(new Set(json().map((one: { status: string }) => one.status))).toEqual(new Set(['draft']))
    await run('change', json()[0].id, await fileOf({ title: 'Tên khác' }), '--by', 'An', '--draft')
    expect(await run('create', '--plan', 'gia-lai-2026', '--by', 'An')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no date ahead'),
    })
  })

  it.each<{ name: string; args: string[]; says: RegExp }>([
    { name: 'an unknown id', args: ['show', 'nope'], says: /no broadcast nope/ },
    { name: 'an unknown plan', args: ['create', '--plan', 'nope', '--by', 'An'], says: /no plan "nope".*gia-lai-2026/ },
    { name: 'a missing file', args: ['create', '/nowhere.yaml', '--by', 'An'], says: /nowhere.yaml cannot be read/ },
  ])('refuse $name with one line', async ({ args, says }) => {
    const { code, err } = await run(...args)
    expect(code).toBe(1)
    expect(err).toMatch(says)
  })

  it.each([
    { name: 'a draft with a mistake', draft: { ...DRAFT, urgency: 'gấp' }, says: /urgency/ },
    {
      name: 'a time of rest',
      draft: { ...DRAFT, schedule: { type: 'once', at: '05/10/2026 23:00' } },
      says: /07:00–21:00/,
    },
  ])('refuse $name', async ({ draft, says }) => {
    const { code, err } = await run('create', await fileOf(draft), '--by', 'An')
    expect(code).toBe(1)
    expect(err).toMatch(says)
  })

  it.each([
    { args: [] },
    { args: ['send', 'x'] },
    { args: ['show'] },
    { args: ['approve', 'x'] },
    { args: ['create', '--by', 'An'] },
    { args: ['list', '--status', 'gone'] },
    { args: ['pause', 'x', 'y', '--by', 'An'] },
    { args: ['list', '--unknown'] },
    { args: ['test', 'x'] },
    { args: ['resend', 'x', '--by', 'An'] },
    { args: ['correct', 'x', '--by', 'An'] },
    { args: ['change', 'x', '--by', 'An'] },
    { args: ['change', 'x', 'file.yaml'] },
    { args: ['cancel', 'x', '--by', 'An', '--outside-plan'] },
  ])('do not understand "$args"', async ({ args }) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).toContain('npm run cli -- broadcasts list')
  })
})

describe('lists of phones', () => {
  it('are looked at first, then taken in, shown without a number, and deleted', async () => {
    const file = join(folder, 'ds.csv')
    await writeFile(file, 'Họ tên,SĐT,Đồng ý\nMẫu,0912345678,có\nMẫu,0912345678,có\nMẫu,0912345679,không')
    const args = ['phones', 'import', file, '--province', 'gia-lai', '--by', 'An'] as const
    expect(await run(...args, '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 numbers, 1 repeated, 1 without consent left out; values: ho_ten (nothing was'),
    })
    expect((await run('phones', 'list')).out).toBe('There are no lists of phones.\n')
    expect((await run(...args, '--json')).json()).toMatchObject({ applied: true, count: 1, repeated: 1 })
    const lists = (await run('phones', 'list', '--json')).json()
    expect(lists).toMatchObject([
      { title: 'ds.csv', count: 1, columns: ['ho_ten'], author: expect.stringMatching(/^staff:/) },
    ])
    expect((await run('phones', 'list')).out).toContain('\tAn\t')
    expect((await run('phones', 'delete', lists[0].id, '--by', 'An')).code).toBe(0)
    expect((await run('phones', 'delete', lists[0].id, '--by', 'An')).code).toBe(1)
  })

  it('lose a number whose owner takes their consent back', async () => {
    const file = join(folder, 'ds.csv')
    await writeFile(file, 'SĐT,Đồng ý\n0912345678,có\n0912345679,có')
    const args = ['--province', 'gia-lai', '--by', 'An'] as const
    for (let times = 0; times < 2; times++) await run('phones', 'import', file, ...args)
    const counts = async () =>
      (await run('phones', 'list', '--json')).json().map(({ count }: { readonly count: number }) => count)
    expect((await run('phones', 'forget', '+84 912.345.678', '--province', 'gia-lai', '--by', 'Chi')).code).toBe(1)
    expect((await run('phones', 'forget', '12', ...args)).code).toBe(2)
    expect(await counts()).toEqual([2, 2])
    expect((await run('phones', 'forget', '+84 912.345.678', ...args)).out).toContain('out of 2 lists')
    expect(await counts()).toEqual([1, 1])
  })

  it.each([
    ['Ai đó', /no member of the staff/],
    ['Chi', /Chi \(officer, ha-tinh\) has no right/],
    ['Dung', /Dung \(commune_staff, 21583\) has no right/],
  ] as const)('are neither taken in nor deleted by %s', async (name, says) => {
    const file = join(folder, 'ds.csv')
    await writeFile(file, 'Họ tên,SĐT,Đồng ý\nMẫu,0912345678,có')
    const args = ['phones', 'import', file, '--province', 'gia-lai'] as const
    for (const dry of [[], ['--dry-run']])
      expect(await run(...args, '--by', name, ...dry)).toMatchObject({ code: 1, err: expect.stringMatching(says) })
    const { id } = (await run(...args, '--by', 'An', '--json')).json()
    expect(await run('phones', 'delete', id, '--by', name)).toMatchObject({ code: 1, err: expect.stringMatching(says) })
    expect((await run('phones', 'list', '--json')).json()).toHaveLength(1)
  })

  it('with mistakes are not taken in, and the mistakes name row and column', async () => {
    const file = join(folder, 'ds.csv')
    await writeFile(file, 'SĐT,Đồng ý\n12,có')
    const { code, out } = await run('phones', 'import', file, '--province', 'gia-lai', '--by', 'An')
    expect(code).toBe(1)
    expect(out).toContain('dòng 2, cột A "SĐT": không phải số di động Việt Nam')
  })
})

describe('templates of the platforms', () => {
  it('are none before a server asked, and are asked for when that is wished', async () => {
    expect(await run('templates', '--sync')).toMatchObject({
      code: 0,
      out: 'No templates are known.\nThe running server asks the platforms within a minute: look again then.\n',
    })
  })

  it('that a draft names and that are not there keep it from being handed in', async () => {
    const content = { template: 'chu-ky-so', approved: { 'zalo-oa': { template: '900009', values: {} } } }
    const { code, err } = await run('create', await fileOf({ ...DRAFT, content, segment: {} }), '--by', 'An')
    expect(code).toBe(1)
    expect(err).toContain('has no template 900009')
    expect((await run('list')).out).toContain('draft')
  })
})
