import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { InboundEvent } from '../../../src/core/events.ts'
import type { Message } from '../../../src/core/messages.ts'
import { launchBrowser } from '../../support/browser.ts'
import { type ChatServer, startChatServer, TEXTS } from './chat-server.ts'

export const PHONE = { width: 360, height: 740 }
export const XSS = '<img src=x onerror="document.title=1"><script>document.title=1</script>'

const ANSWERS: Readonly<Record<string, Message>> = {
  Chào: {
    type: 'text',
    text: 'Chào bà con. Gọi 1900 0368 hoặc xem https://vneid.gov.vn/huong-dan.',
    choices: [
      { type: 'reply', label: 'VNeID', payload: 'topic:vneid.la-gi' },
      { type: 'reply', label: 'Gặp cán bộ', payload: 'flow:gap-can-bo' },
      { type: 'url', label: 'Trang tỉnh', url: 'https://gialai.gov.vn' },
      { type: 'phone', label: 'Gọi tổng đài', phone: '1022' },
    ],
  },
  'topic:vneid.la-gi': { type: 'text', text: 'VNeID là ứng dụng định danh.' },
  [XSS]: { type: 'text', text: `Bà con vừa gõ ${XSS}`, choices: [{ type: 'reply', label: XSS, payload: 'x' }] },
  Dài: { type: 'text', text: Array.from({ length: 60 }, (_, index) => `Dòng ${index + 1}`).join('\n') },
}

/** The scripted side of the conversations. */
export function script(event: InboundEvent): Message | null {
  if (event.type === 'button') return ANSWERS[event.payload] ?? null
  return event.type === 'message' ? (ANSWERS[event.text] ?? null) : null
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly server: ChatServer
  /** What the page said to the browser's console, and requests that left this machine. */
  readonly complaints: readonly string[]
}

export interface ChatBrowser {
  /** Opens the chat page of a server of its own. */
  visit(viewport?: { width: number; height: number }): Promise<Visit>
  /** A page that was not sent anywhere yet. */
  page(): Promise<Page>
  /** What ends with the present test. */
  readonly open: AsyncDisposableStack
}

/** A browser for the tests of a file; what a test opens in it is closed after the test. */
export function useBrowser(): ChatBrowser {
  let browser: Browser
  let open = new AsyncDisposableStack()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterEach(async () => {
    await open.disposeAsync()
    open = new AsyncDisposableStack()
  })
  afterAll(() => browser.close())

  async function openContext(viewport: { width: number; height: number }): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
    open.defer(() => context.close())
    return context
  }

  return {
    get open() {
      return open
    },
    page: async () => (await openContext(PHONE)).newPage(),
    async visit(viewport = PHONE) {
      const server = open.use(await startChatServer({ script }))
      const context = await openContext(viewport)
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) complaints.push(request.url())
      })
      await page.goto(`${server.url}/chat`)
      return { page, context, server, complaints }
    },
  }
}

export function input(page: Page): Locator {
  return page.getByRole('textbox', { name: TEXTS.composer })
}

export function lines(page: Page): Locator {
  return page.getByRole('log', { name: TEXTS.log }).getByRole('listitem')
}

export function bubbles(page: Page, from: 'person' | 'assistant'): Locator {
  return page.locator(`.item.${from} .bubble`)
}

/** Types and sends with the keyboard. */
export async function say(page: Page, text: string): Promise<void> {
  await input(page).fill(text)
  await input(page).press('Enter')
}
