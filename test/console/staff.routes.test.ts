import { afterEach, beforeEach, expect, it } from 'vitest'
import { listStaff } from '../../src/staff/staff.store.ts'
import { linkByCode } from '../support/link-by-code.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { quyNhon } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'
import type { Officer } from './support/officer.ts'

const t = TEXTS.staff
let desk: Desk
let officer: Officer

beforeEach(async () => {
  desk = await openDesk()
  officer = await desk.login()
})
afterEach(() => desk[Symbol.asyncDispose]())

const members = () => listStaff(desk.database.db, sealer)
const add = async (form: Record<string, string>) =>
  officer.post('/console/staff', [['csrf', await officer.csrf('/console/staff')], ...Object.entries(form)])

it('adds somebody with a code that links their chat, and is shown this once', async () => {
  const page = await (await add({ name: 'chị Lan', role: 'commune_staff', unit: `${quyNhon} phường Quy Nhơn` })).text()
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page)?.[0] ?? ''
  expect(await members()).toMatchObject([{ name: 'chị Lan', role: 'commune_staff', unit: quyNhon, linkedAt: null }])
  const linked = await desk.database.db
    .transaction()
    .execute((trx) => linkByCode(trx, sealer, { contact: person(1), code, now: NOW }))
  expect(linked.type).toBe('linked')
  const later = await (await officer.get('/console/staff')).text()
  expect(later).not.toContain(code)
  expect(later).toContain('phường Quy Nhơn')
  expect(await desk.deeds()).toEqual(expect.arrayContaining([expect.stringMatching(/^staff_added staff:/)]))
})

it.each([
  { name: 'no name', form: { name: ' ', role: 'officer', unit: quyNhon }, notice: 'name' },
  { name: 'no such unit', form: { name: 'A', role: 'officer', unit: '99999' }, notice: 'unit' },
  { name: 'no such role', form: { name: 'A', role: 'king', unit: quyNhon }, notice: 'unit' },
  {
    name: 'commune staff of a province',
    form: { name: 'A', role: 'commune_staff', unit: 'gia-lai' },
    notice: 'commune',
  },
] as const)('adds nobody with $name', async ({ form, notice }) => {
  const response = await add(form)
  const page = await response.text()
  expect([response.status, page.includes(t.mistakes[notice])]).toEqual([422, true])
  const field = notice === 'name' ? 'name' : 'unit'
  expect(page).toMatch(
    new RegExp(`<input name="${field}"[^>]* aria-invalid="true" aria-describedby="${field}-mistake"`),
  )
  expect(page).toContain(`id="${field}-mistake"`)
  expect(await members()).toEqual([])
})

it.each([
  `${quyNhon}`,
  `${quyNhon} phường Quy Nhơn`,
  'phường Quy Nhơn',
  'Phuong quy nhon',
])('takes a unit as it is typed: %s', async (unit) => {
  await add({ name: 'chị Lan', role: 'commune_staff', unit })
  expect(await members()).toMatchObject([{ unit: quyNhon }])
})

it('keeps what was typed where something stands against it', async () => {
  const page = await (await add({ name: 'chị <Lan>', role: 'commune_staff', unit: 'gia-lai' })).text()
  expect(page).toContain('value="chị &lt;Lan&gt;"')
  expect(page).toContain('<option value="commune_staff" selected>')
  expect(page).toMatch(/<input name="unit"[^>]* value="gia-lai"/)
})

it('adds somebody once, though the form was sent twice', async () => {
  const page = await (await officer.get('/console/staff')).text()
  const id = /name="id" value="(\w+)"/.exec(page)?.[1] ?? ''
  const form = { id, name: 'chị Lan', role: 'officer', unit: 'gia-lai' }
  expect((await add(form)).status).toBe(200)
  expect((await add(form)).headers.get('location')).toBe('/console/staff?notice=added_before')
  expect(await members()).toHaveLength(1)
})

it('takes rights away, once', async () => {
  await add({ name: 'chị Lan', role: 'officer', unit: 'gia-lai' })
  const [{ id } = { id: '' }] = await members()
  const csrf = await officer.csrf('/console/staff')
  const remove = () => officer.post(`/console/staff/${id}/remove`, [['csrf', csrf]])
  expect((await remove()).headers.get('location')).toBe('/console/staff?notice=removed')
  expect((await remove()).headers.get('location')).toBe('/console/staff?notice=gone')
  expect(await members()).toEqual([])
})

it('does nothing for a form of another site, and nothing without a login', async () => {
  const form: [string, string][] = [
    ['csrf', 'x'],
    ['name', 'A'],
    ['role', 'officer'],
    ['unit', 'gia-lai'],
  ]
  expect((await officer.post('/console/staff', form)).status).toBe(403)
  const url = await desk.start()
  const anonymous = await fetch(`${url}/console/staff`, { method: 'POST', redirect: 'manual' })
  expect(anonymous.headers.get('location')).toBe('/console/login')
  expect(await members()).toEqual([])
})
