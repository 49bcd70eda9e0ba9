import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { lowContrastTexts } from '../http/support/contrast.ts'
import { giaLai } from '../learning/support/classroom.ts'
import { askInVain, fewLessons, OTHER_TOPIC, QUESTION } from '../learning/support/few-answers.ts'
import { storeVisits } from '../report/support/campaign.ts'
import { launchBrowser } from '../support/browser.ts'
import { consolePathFor } from '../support/console-desk.ts'
import { hire } from '../support/hired.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { quyNhon } from '../support/support-desk.ts'
import { type ConsoleSettings, type Desk, openDesk, TEXTS } from './support/desk.ts'
import { PASSWORD } from './support/officer.ts'

let browser: Browser
let desk: Desk
let page: Page
let complaints: string[]
beforeAll(async () => {
  browser = await launchBrowser()
})
beforeEach(async () => {
  desk = await openDesk()
  page = await browser.newPage({ viewport: { width: 1100, height: 800 } })
  complaints = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterEach(async () => {
  await page.close()
  await desk[Symbol.asyncDispose]()
})
afterAll(() => browser.close())

async function logIn(settings: ConsoleSettings = {}): Promise<void> {
  await page.goto(`${await desk.start(settings)}/console`)
  await page.getByLabel(TEXTS.login.password).fill(PASSWORD)
  await page.getByRole('button', { name: TEXTS.login.submit }).click()
  await page.getByRole('heading', { level: 1, name: TEXTS.overview.heading }).waitFor()
}

describe('the console in a browser', () => {
  it('shows by itself what has changed', async () => {
    await logIn()
    const part = { body: { text: 'a' } }
    await insertOutbox(desk.database.db, sealer, [{ contact: person(1), purpose: 'reply', key: 'k', part }], NOW)
    await page.getByRole('cell', { name: /^1 · / }).waitFor({ timeout: 8_000 })
    expect(complaints).toEqual([])
  })

  it('shows a dead letter on demand and puts it back into the line', async () => {
    await desk.addDeadLetters({ a: 'outside_window' })
    await logIn()
    await page.getByRole('link', { name: TEXTS.nav.failures, exact: true }).click()
    await page.getByRole('button', { name: TEXTS.failures.show }).click()
    await page.getByText('Nội dung a <i>').waitFor()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: TEXTS.failures.resend }).click()
    expect(await page.getByRole('status').textContent()).toBe('Đã xếp 1 tin vào hàng gửi lại.')
    expect(complaints).toEqual([])
  })

  it('attaches a question to the topic that was typed, by the enter key too', async () => {
    const learning = fewLessons(desk.database.db)
    await askInVain(desk.database.db, learning, QUESTION)
    await logIn({ learning })
    await page.getByRole('link', { name: TEXTS.nav.learning, exact: true }).click()
    await page.getByRole('checkbox', { name: QUESTION }).waitFor()
    await page.getByRole('combobox', { name: TEXTS.learning.topic }).fill(OTHER_TOPIC)
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    expect(await page.getByRole('status').textContent()).toBe(TEXTS.learning.notices.attached)
    expect((await learning.history(giaLai, 1))[0]?.topic).toBe(OTHER_TOPIC)
    expect(complaints).toEqual([])
  })

  it('makes a report of the unit and days that were picked', async () => {
    await storeVisits(desk.database.db)
    await logIn()
    await page.getByRole('link', { name: TEXTS.nav.report, exact: true }).click()
    await page.getByLabel(TEXTS.report.unit).selectOption({ label: 'phường Quy Nhơn' })
    await page.getByLabel(TEXTS.report.from).fill('01/10/2026')
    await page.getByLabel(TEXTS.report.to).fill('01/10/2026')
    await page.getByRole('button', { name: TEXTS.report.show }).click()
    await page.getByRole('heading', { level: 2, name: 'Báo cáo phường Quy Nhơn' }).waitFor()
    await page.getByRole('row', { name: 'Lời nhờ trong kỳ 1', exact: true }).waitFor()
    expect(await page.getByLabel(TEXTS.report.to).inputValue()).toBe('01/10/2026')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: TEXTS.report.download }).click()
    expect((await download).suggestedFilename()).toBe('bao-cao-21583-01102026-01102026.xlsx')
    expect(complaints).toEqual([])
  })

  it('lets staff in by the link of their chat, as themselves, until they leave', async () => {
    await hire(desk.database.db, person(90), 'commune_staff', quyNhon)
    const url = await desk.start()
    // As from a chat's own page: from another site, whose cookies ours are kept from.
    await page.setContent(`<a href="${url}${await consolePathFor(desk.database.db, person(90), NOW)}">mở</a>`)
    await page.getByRole('link').click()
    await page.getByRole('heading', { name: TEXTS.entry.heading }).waitFor()
    expect(await lowContrastTexts(page)).toEqual([])
    await page.getByRole('button', { name: TEXTS.entry.submit }).click()
    await page.getByRole('heading', { level: 1, name: TEXTS.requests.heading }).waitFor()
    await page.getByText('chị Lan · Cán bộ xã, phường · phường Quy Nhơn').waitFor()
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
      TEXTS.nav.requests,
      TEXTS.nav.classes,
      TEXTS.nav.chat,
    ])
    expect(await lowContrastTexts(page)).toEqual([])
    await page.getByRole('button', { name: TEXTS.nav.logout }).click()
    await page.getByRole('heading', { name: TEXTS.login.heading }).waitFor()
    await page.getByText(TEXTS.login.staff).waitFor()
    expect(await lowContrastTexts(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('goes to the login when the session is over', async () => {
    await logIn()
    desk.clock.time += 13 * 3_600_000
    await page.getByRole('heading', { name: TEXTS.login.heading }).waitFor({ timeout: 8_000 })
  })

  it.each(['light', 'dark'] as const)('can be read by weak eyes, in %s colours', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await desk.addDeadLetters({ a: 'outside_window' })
    await logIn()
    const { overview, sent, failures, requests, report, audit } = TEXTS
    for (const { heading } of [overview, sent, failures, requests, report, audit]) {
      const name = heading === audit.heading ? TEXTS.nav.audit : heading
      await page.getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      expect(await lowContrastTexts(page)).toEqual([])
    }
  })

  it('folds its pages away on a phone, to be opened without a mouse', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await logIn()
    const staff = page.getByRole('link', { name: TEXTS.nav.staff, exact: true })
    expect(await staff.isVisible()).toBe(false)
    expect((await page.locator('header').boundingBox())?.height).toBeLessThan(140)
    await page.locator('header summary').focus()
    await page.keyboard.press('Enter')
    await staff.click()
    await page.getByRole('heading', { level: 1, name: TEXTS.staff.heading }).waitFor()
    expect(await staff.isVisible()).toBe(false)
    expect(await page.locator('header summary').textContent()).toContain(TEXTS.nav.staff)
  })

  it('fits a phone with letters twice as large', async () => {
    await desk.addDeadLetters({ a: 'outside_window' })
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true })
    await page.close()
    page = await context.newPage()
    await logIn()
    for (const path of ['', '/failures', '/staff', '/report', '/audit', '/broadcasts', '/learning']) {
      await page.goto(page.url().replace(/\/console.*/, `/console${path}`))
      await page.addStyleTag({ content: ':root { font-size: 34px !important }' })
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 360])
    }
    await context.close()
  })
})
