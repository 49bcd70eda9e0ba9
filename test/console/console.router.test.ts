import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountSaid } from '../../src/console/pages/account.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { account, NOW, otherAccount, person, sealer } from '../support/samples.ts'
import { askForPerson, lettersTo } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import { Officer } from './support/officer.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk[Symbol.asyncDispose]())

describe('pages of the console', () => {
  it('are sent with strict headers', async () => {
    const { headers } = await (await desk.login()).get('/console')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/)
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    '/console/login',
    '/console',
    '/console/failures',
    '/console/requests',
  ])('say loudly in the sandbox that nothing is real: %s', async (path) => {
    const officer = path === '/console/login' ? new Officer(await desk.start()) : await desk.login()
    expect(await (await officer.get(path)).text()).toContain(TEXTS.trial.text)
  })

  it('show accounts, what waits and the state of tokens', async () => {
    await desk.addDeadLetters({ a: 'outside_window' })
    await insertOutbox(
      desk.database.db,
      sealer,
      [{ contact: person(2), purpose: 'reply', key: 'w', part: { body: {} } }],
      NOW - 120_000,
    )
    const row = { sealed_pair: sealer.seal({}), refreshed_at: NOW, seed: '', dead_reason: 'revoked', expires_at: NOW }
    await desk.database.db
      .insertInto('zalo_tokens')
      .values({ account_id: account, ...row })
      .execute()
    const page = await (await (await desk.login()).get('/console')).text()
    for (const id of [account, otherAccount]) expect(page).toContain(accountSaid(TEXTS, id))
    expect(page).toContain('chờ lâu nhất 2 phút')
    expect(page).toContain(TEXTS.overview.tokens.dead)
    expect(page).toContain(TEXTS.failures.reasons.outside_window.why)
  })

  it('show in the sandbox what the fake platforms took, and do not exist otherwise', async () => {
    const page = await (await (await desk.login()).get('/console/sent')).text()
    expect(page).toContain('Chào &lt;b&gt;bà con&lt;/b&gt;')
    expect(page).toContain('VNeID')
    const real = await desk.login(await desk.start({ sandbox: null }))
    expect((await real.get('/console/sent')).status).toBe(404)
    expect(await (await real.get('/console')).text()).not.toContain('/console/sent')
  })
})

describe('dead letters in the console', () => {
  it('are explained without their text', async () => {
    await desk.addDeadLetters({ a: 'outside_window', b: 'unknown' })
    const page = await (await (await desk.login()).get('/console/failures')).text()
    for (const reason of ['outside_window', 'unknown'] as const) {
      expect(page).toContain(TEXTS.failures.reasons[reason].why)
      expect(page).toContain(TEXTS.failures.reasons[reason].cure)
    }
    expect(page).not.toContain('Nội dung')
  })

  it('show their text on demand, which is written down', async () => {
    const [id] = await desk.addDeadLetters({ a: 'outside_window' })
    const officer = await desk.login()
    const csrf = await officer.csrf('/console/failures')
    const words = await officer.post(`/console/failures/${id}/words`, [['csrf', csrf]], { 'HX-Request': 'true' })
    expect(await words.text()).toBe('<blockquote><p>Nội dung a &lt;i&gt;</p></blockquote>')
    expect((await desk.deeds()).at(-1)).toBe(`message_viewed outbox:${id}`)
  })

  it('go back into the line when chosen; their accounts are woken', async () => {
    const [a, b, c] = await desk.addDeadLetters({ a: 'outside_window', b: 'unknown', c: 'unknown' })
    const officer = await desk.login()
    const csrf = await officer.csrf('/console/failures')
    const response = await officer.post('/console/failures/resend', [
      ['csrf', csrf],
      ['id', String(a)],
      ['id', String(c)],
      ['id', 'x'],
    ])
    expect(response.headers.get('location')).toBe('/console/failures?resent=2')
    const rows = await desk.database.db.selectFrom('outbox').select(['id', 'status']).orderBy('id').execute()
    expect(rows).toEqual([
      { id: a, status: 'queued' },
      { id: b, status: 'failed' },
      { id: c, status: 'queued' },
    ])
    expect(desk.woken).toEqual([account])
    expect((await desk.deeds()).at(-1)).toBe(`messages_resent outbox:${a} outbox:${c}`)
    expect(await (await officer.get('/console/failures?resent=2')).text()).toContain('Đã xếp 2 tin')
  })

  it.each([
    { name: 'without a token', csrf: null, headers: {} },
    { name: "with another session's token", csrf: 'other', headers: {} },
    { name: 'from another site', csrf: 'own', headers: { 'Sec-Fetch-Site': 'same-site' } },
  ])('are not sent again $name', async ({ csrf, headers }) => {
    const [id] = await desk.addDeadLetters({ a: 'unknown' })
    const url = await desk.start()
    const officer = await desk.login(url)
    const own = await officer.csrf('/console/failures')
    const token = csrf === 'own' ? own : await (await desk.login(url)).csrf('/console/failures')
    const form: [string, string][] = [
      ['id', String(id)],
      ...(csrf === null ? [] : [['csrf', token] as [string, string]]),
    ]
    expect((await officer.post('/console/failures/resend', form, headers)).status).toBe(403)
    expect(desk.woken).toEqual([])
  })

  it('go back all that are shown, without a tick at each', async () => {
    const [a, b] = await desk.addDeadLetters({ a: 'outside_window', b: 'unknown' })
    const officer = await desk.login()
    const page = await (await officer.get('/console/failures')).text()
    expect(page).toContain('Gửi lại cả 2 tin đang hiện')
    const shown = [...page.matchAll(/name="shown" value="(\d+)"/g)].map(([, id = '']): [string, string] => [
      'shown',
      id,
    ])
    await desk.addDeadLetters({ c: 'unknown' })
    const csrf = await officer.csrf('/console/failures')
    const response = await officer.post('/console/failures/resend', [['csrf', csrf], ['all', 'yes'], ...shown])
    expect(response.headers.get('location')).toBe('/console/failures?resent=2')
    expect((await desk.deeds()).at(-1)).toBe(`messages_resent outbox:${b} outbox:${a}`)
  })

  it('are listed fifty at a time', async () => {
    await desk.addDeadLetters(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'unknown' as const])))
    const officer = await desk.login()
    const first = await (await officer.get('/console/failures')).text()
    expect(first.match(/name="id"/g)).toHaveLength(50)
    const older = /href="(\/console\/failures\?before=\d+)"/.exec(first)?.[1] ?? ''
    const second = await (await officer.get(older)).text()
    expect(second.match(/name="id"/g)).toHaveLength(1)
    expect(second).not.toContain('?before=')
  })

  it('are not there when nothing failed', async () => {
    expect(await (await (await desk.login()).get('/console/failures')).text()).toContain(TEXTS.failures.empty)
  })
})

it('says in Vietnamese that there is no such page', async () => {
  const response = await (await desk.login()).get('/console/khong-co')
  expect(response.status).toBe(404)
  expect(await response.text()).toContain(TEXTS.missing.heading)
})

describe('support requests in the console', () => {
  const id = 'r1'
  const ask = (question: string | null, at = NOW) =>
    askForPerson(desk.database.db, { id, contact: person(7), question, at })
  const deedsOnTickets = async () => (await desk.deeds()).filter((deed) => deed.startsWith('ticket_'))

  it('are listed with their code, state and question, escaped, and seen by the audit log', async () => {
    await ask('Hỏi <script>x</script>', NOW - 7_200_000)
    const page = await (await (await desk.login()).get('/console/requests')).text()
    expect(page).toContain('Hỏi &lt;script&gt;x&lt;/script&gt;')
    expect(page).toContain('đã chờ 2 giờ')
    expect(page).toMatch(/HT-[0-9A-Z]{4} · chưa ai nhận/)
    expect((await desk.deeds()).at(-1)).toBe('requests_viewed support')
  })

  it('are taken, answered once and closed; the citizen reads that a human speaks', async () => {
    await ask('Quên mật khẩu')
    desk.clock.time = NOW + 7_200_000
    const officer = await desk.login()
    const page = await (await officer.get('/console/requests')).text()
    const key = /name="key" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const csrf = await officer.csrf('/console/requests')
    const act = async (deed: string, more: [string, string][] = []) =>
      (await officer.post(`/console/requests/${id}/${deed}`, [['csrf', csrf], ...more])).headers.get('location')
    const answer: [string, string][] = [
      ['key', key],
      ['text', 'Bác mang CCCD\r\nra xã nhé'],
    ]
    expect(await act('take')).toBe('/console/requests?notice=taken')
    expect(await (await officer.get('/console/requests?notice=taken')).text()).toContain(TEXTS.requests.notices.taken)
    expect(await act('reply', [['key', key]])).toBe('/console/requests?notice=empty')
    expect(await act('reply', answer)).toBe('/console/requests?notice=answered')
    expect(await act('reply', answer)).toBe('/console/requests?notice=repeated')
    const answered = await (await officer.get('/console/requests')).text()
    expect(answered).toContain(TEXTS.requests.states.answered)
    expect(answered).toContain('Bác mang CCCD\nra xã nhé')
    expect(await act('close')).toBe('/console/requests?notice=done')
    expect(await act('close')).toBe('/console/requests?notice=closed')
    const late = await officer.post(`/console/requests/${id}/reply`, [['csrf', csrf], ...answer])
    const kept = await late.text()
    expect([late.status, kept.includes(TEXTS.requests.notices.closed)]).toEqual([409, true])
    expect(kept).toContain('readonly>Bác mang CCCD\nra xã nhé</textarea>')
    expect((await lettersTo(desk.database.db, person(7))).map(({ text }) => text)).toEqual([
      'Cán bộ phụ trách trả lời:\nBác mang CCCD\nra xã nhé',
      expect.stringContaining('đã kết thúc hỗ trợ'),
    ])
    expect(desk.woken).toEqual([account, account])
    expect(await deedsOnTickets()).toEqual([
      `ticket_taken support:${id}`,
      `ticket_answered support:${id}`,
      `ticket_closed support:${id}`,
    ])
    expect(await (await officer.get('/console/requests')).text()).toContain(TEXTS.requests.empty)
  })

  it.each(['take', 'reply', 'close'])('are left alone by a form of another site: %s', async (deed) => {
    await ask(null)
    const officer = await desk.login()
    const form: [string, string][] = [
      ['csrf', 'forged'],
      ['key', 'k'],
      ['text', 'x'],
    ]
    expect((await officer.post(`/console/requests/${id}/${deed}`, form)).status).toBe(403)
    expect(await deedsOnTickets()).toEqual([])
  })

  it('that staff in chat hold are left to them', async () => {
    await ask(null)
    await desk.database.db.updateTable('support_requests').set({ status: 'taken', holder: 'staff:x' }).execute()
    const officer = await desk.login()
    const csrf = await officer.csrf('/console/requests')
    const response = await officer.post(`/console/requests/${id}/reply`, [
      ['csrf', csrf],
      ['key', 'k'],
      ['text', 'Bác ra xã nhé'],
    ])
    const kept = await response.text()
    expect([response.status, kept.includes(TEXTS.requests.notices.held)]).toEqual([409, true])
    expect(kept).toContain('>Bác ra xã nhé</textarea>')
  })
})
