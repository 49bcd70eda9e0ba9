import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertAudit } from '../../src/db/audit.store.ts'
import type { UnitId } from '../../src/staff/member.ts'
import { removeStaff } from '../../src/staff/staff.store.ts'
import { hire } from '../support/hired.ts'
import { NOW, person } from '../support/samples.ts'
import { quyNhon } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import type { Officer } from './support/officer.ts'

const t = TEXTS.audit
const DAY = 24 * 3_600_000
let desk: Desk
let officer: Officer

beforeEach(async () => {
  desk = await openDesk()
  officer = await desk.login()
})
afterEach(() => desk[Symbol.asyncDispose]())

interface Deed {
  readonly action?: string
  readonly actor?: string
  readonly subject?: string
  readonly at?: number
  readonly detail?: string
}
const did = ({ action = 'class_opened', actor = 'operator', subject = 'class:1', at = NOW, ...detail }: Deed) =>
  insertAudit(desk.database.db, { action, actor, subject, at, ...detail })
const show = async (query = '') => (await officer.get(`/console/audit${query}`)).text()
/** The deeds that are shown, from the top. */
const rows = (page: string) => [...page.matchAll(/<td><b>([^<]*)<\/b><\/td>/g)].map(([, deed]) => deed)

describe('the page of the audit log', () => {
  it('names who did what, the newest first', async () => {
    await did({ action: 'classes_imported', subject: 'province:gia-lai' })
    await did({ action: 'phone_forgotten', actor: 'system', detail: '2 lists' })
    const page = await show()
    expect(rows(page)).toEqual([t.deeds.broadcasts.phone_forgotten, t.deeds.classes.classes_imported, 'Đăng nhập'])
    for (const part of [t.actors.operator, t.actors.system, 'tỉnh Gia Lai', '2 lists']) expect(page).toContain(part)
  })

  it('names members of staff, those too who were removed, and for whom the admin did it', async () => {
    const id = await hire(desk.database.db, person(90), 'commune_staff', quyNhon)
    await did({
      action: 'broadcast_tested',
      actor: `admin for staff:${id}`,
      subject: 'broadcast:01j9aaaaaaaaaaaaaaaaaaaaaa',
    })
    await desk.database.db.transaction().execute((trx) => removeStaff(trx, { id, now: NOW, by: 'admin' }))
    const page = await show()
    expect(page).toContain('Quản trị hệ thống, làm thay chị Lan')
    expect(page).toMatch(/<a href="\/console\/broadcasts\/01j9a+">Thông báo <span class="fact">TB-/)
    expect(page).toContain(`<option value="staff:${id}">chị Lan</option>`)
    expect(page.split(id)).toHaveLength(2)
  })

  it('says nothing of a citizen, not even the address of their chat', async () => {
    await did({ action: 'staff_code_locked', actor: 'system', subject: person(7) })
    await did({ action: 'staff_linked', actor: 'system', detail: person(8) })
    const page = await show()
    expect(page.split(t.other_kind)).toHaveLength(3)
    for (const number of [7, 8]) expect(page).not.toContain(person(number))
  })

  it.each([
    { query: '?action=class_closed', shown: ['class_closed', 'class_closed'] },
    { query: '?actor=staff:b', shown: ['class_closed', 'class_moved'] },
    { query: '?action=class_closed&actor=staff:b', shown: ['class_closed'] },
    { query: '?day=02/10/2026', shown: ['class_moved'] },
    { query: '?day=01/10/2026&actor=operator', shown: ['class_closed'] },
    { query: '?day=30/09/2026', shown: [] },
  ] as const)('is looked through by $query', async ({ query, shown }) => {
    await did({ action: 'class_moved', actor: 'admin for staff:b', at: NOW + DAY })
    await did({ action: 'class_closed', at: NOW })
    await did({ action: 'class_closed', actor: 'staff:b', at: NOW + 2 * DAY })
    const found = rows(await show(query)).sort()
    expect(found).toEqual(shown.map((one) => t.deeds.classes[one]).sort())
  })

  it('keeps a day that is none, with what stands against it', async () => {
    const response = await officer.get('/console/audit?day=%3Cb%3E')
    const page = await response.text()
    expect(response.status).toBe(400)
    expect(page).toMatch(/<input name="day" value="&lt;b&gt;"[^>]* aria-describedby="day-mistake"/)
    expect(page).toContain(t.filter.wrong_day)
  })

  it('shows fifty at a time, of what is looked for alone', async () => {
    for (let count = 0; count < 51; count++) await did({ action: 'poster_made', detail: `n${count}` })
    await did({ action: 'class_opened' })
    const page = await show('?action=poster_made')
    expect(rows(page)).toHaveLength(50)
    const older = /href="(\/console\/audit\?[^"]*before=\d+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const next = await (await officer.get(older)).text()
    expect([rows(next).length, next.includes('>n0<'), next.includes(t.older)]).toEqual([1, true, false])
    expect(next).toContain(t.newest)
  })

  it.each(['commune_staff', 'officer', 'admin'] as const)('is nothing to staff who are %s', async (role) => {
    await hire(desk.database.db, person(90), role, role === 'commune_staff' ? quyNhon : ('gia-lai' as UnitId))
    const member = await desk.enter(person(90))
    const response = await member.get('/console/audit')
    expect(response.status).toBe(403)
    const said = await response.text()
    expect(said).toContain(TEXTS.not_yours.heading)
    expect(said).not.toContain('<table')
    expect(await (await member.get('/console/requests')).text()).not.toContain('/console/audit')
  })
})
