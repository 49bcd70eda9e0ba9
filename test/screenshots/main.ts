/** `node test/screenshots/main.ts`: takes the pictures of docs/screenshots anew, from the real server. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { readConsoleTexts } from '../../src/console/texts.ts'
import { launchBrowser } from '../support/browser.ts'
import { CLASSES, looksForClass, signsUp } from '../support/class-story.ts'
import { openPhone } from '../support/phone.ts'
import { CONSOLE_PASSWORD, startSandbox } from '../support/sandbox.ts'

const ROOT = join(import.meta.dirname, '../..')
const FOLDER = join(ROOT, 'docs/screenshots')

async function takeChat(browser: Browser, url: string): Promise<void> {
  await using phone = await openPhone(browser, url)
  await phone.writes('to cong nghe so la gi', 'Nguồn')
  await phone.page.locator('.log').evaluate((log) => log.scrollTo(0, 0))
  await phone.page.screenshot({ path: join(FOLDER, 'chat.png') })
  await phone.writes('gặp cán bộ', 'HT-')
}

async function takeSignUp(browser: Browser, url: string): Promise<void> {
  await using phone = await openPhone(browser, url)
  await looksForClass(phone)
  await phone.page.locator('.log').evaluate((log) => log.scrollTo(0, log.scrollHeight))
  await phone.page.screenshot({ path: join(FOLDER, 'class.png') })
  await signsUp(phone)
  await phone.page.screenshot({ path: join(FOLDER, 'class-seat.png') })
}

async function takeConsole(browser: Browser, url: string): Promise<void> {
  const texts = readConsoleTexts(join(ROOT, 'data/messages/console.yaml'))
  const page = await browser.newPage({ viewport: { width: 1040, height: 640 } })
  await page.goto(`${url}/console`)
  await page.getByLabel(texts.login.password).fill(CONSOLE_PASSWORD)
  await page.getByRole('button', { name: texts.login.submit }).click()
  await page.getByRole('heading', { level: 1, name: texts.overview.heading }).waitFor()
  await page.screenshot({ path: join(FOLDER, 'console.png') })
}

await mkdir(FOLDER, { recursive: true })
const browser = await launchBrowser()
try {
  await using sandbox = await startSandbox()
  await sandbox.importClasses(CLASSES)
  await takeChat(browser, sandbox.url)
  await takeSignUp(browser, sandbox.url)
  await takeConsole(browser, sandbox.url)
} finally {
  await browser.close()
}
