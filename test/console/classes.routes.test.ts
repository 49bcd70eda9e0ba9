import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ClassCode } from '../../src/classes/class.ts'
import { add, GIA_LAI, signUp, wanted } from '../classes/support/samples.ts'
import { checkIns } from '../support/class-desk.ts'
import { quyNhon, quyNhonBac } from '../support/support-desk.ts'
import { type Desk, openDesk, TEXTS } from './support/desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk[Symbol.asyncDispose]())

it('shows the dates of a unit with their posters, and its figures, but nobody on the lists', async () => {
  const { db } = desk.database
  const id = await add(db, { province: GIA_LAI, commune: quyNhon })
  await add(db, { code: 'LC20', province: GIA_LAI, commune: quyNhonBac })
  await signUp(db, wanted(id, 1))
  const officer = await desk.login()
  const everywhere = await (await officer.get('/console/classes')).text()
  expect(everywhere).toContain('LC20')
  const page = await (await officer.get(`/console/classes?unit=${quyNhon}`)).text()
  expect(page).toContain('19:30 10/10/2026')
  expect(page).toContain(`/lop/ap-phich/${checkIns.codeOf({ id, code: 'LC12' as ClassCode, number: 1 })}.pdf`)
  expect(page).not.toContain('LC20')
  expect(page).not.toContain('Người Thứ 1')
  expect(page).toContain(TEXTS.classes.figures.heading)
  expect(await desk.deeds()).toContain(`class_figures_viewed unit:${quyNhon}`)
})

it('is nothing for those who are not logged in', async () => {
  const url = await desk.start()
  const response = await fetch(`${url}/console/classes`, { redirect: 'manual' })
  expect(response.headers.get('location')).toBe('/console/login')
})
