import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { readChatTexts } from '../../src/http/chat/texts.ts'

const TEXTS = readChatTexts(join(import.meta.dirname, '../../data/messages/chat.yaml'))

/** A citizen's phone with the chat page open. Whatever they do waits until the assistant has said something with `heard` in it. */
export interface Phone extends AsyncDisposable {
  readonly page: Page
  /** How many messages of their own the citizen has sent. */
  sent(): Promise<number>
  writes(text: string, heard: string): Promise<void>
  /** A button of the latest message that has it. */
  taps(label: string | RegExp, heard: string): Promise<void>
}

/** Opens the chat page on a small phone, 360 by 740 pixels. */
export async function openPhone(browser: Browser, url: string): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(`${url}/chat`)
  const own = page.locator('.item.person')

  async function hears(text: string): Promise<void> {
    await own.last().locator('xpath=following-sibling::li').filter({ hasText: text }).first().waitFor()
  }

  return {
    page,
    sent: () => own.count(),
    async writes(text, heard) {
      const input = page.getByRole('textbox', { name: TEXTS.composer })
      await input.fill(text)
      await input.press('Enter')
      await hears(heard)
    },
    async taps(label, heard) {
      await page.getByRole('button', { name: label, exact: true }).last().tap()
      await hears(heard)
    },
    [Symbol.asyncDispose]: () => context.close(),
  }
}
