import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { webContactOf } from '../../src/channels/web/channel.ts'
import { viewOf } from '../../src/channels/web/view.ts'
import type { InboundEvent } from '../../src/core/events.ts'
import type { Message } from '../../src/core/messages.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { launchBrowser } from '../support/browser.ts'
import { sealer } from '../support/samples.ts'
import { type ChatServer, GIA_LAI, startChatServer, TEXTS } from './support/chat-server.ts'
import { lowContrastTexts } from './support/contrast.ts'

const PHONE = { width: 360, height: 740 }
const XSS = '<img src=x onerror="document.title=1"><script>document.title=1</script>'

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

function script(event: InboundEvent): Message | null {
  if (event.type === 'button') return ANSWERS[event.payload] ?? null
  return event.type === 'message' ? (ANSWERS[event.text] ?? null) : null
}

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

interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly server: ChatServer
  /** What the page said to the browser's console, and requests that left this machine. */
  readonly complaints: string[]
}

async function visit(viewport = PHONE): Promise<Visit> {
  const server = open.use(await startChatServer({ script }))
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  open.defer(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) complaints.push(request.url())
  })
  await page.goto(`${server.url}/chat`)
  return { page, context, server, complaints }
}

const input = (page: Page) => page.getByRole('textbox', { name: TEXTS.composer })
const lines = (page: Page) => page.getByRole('log', { name: TEXTS.log }).getByRole('listitem')
const bubbles = (page: Page, from: 'person' | 'assistant') => page.locator(`.item.${from} .bubble`)

async function say(page: Page, text: string): Promise<void> {
  await input(page).fill(text)
  await input(page).press('Enter')
}

describe('talking on the chat page', () => {
  it('shows the question at once, its sent mark and the answer with the time of day', async () => {
    const { page, complaints } = await visit()
    await say(page, 'Chào')
    await bubbles(page, 'assistant').filter({ hasText: 'Chào bà con.' }).waitFor()
    expect(await bubbles(page, 'person').textContent()).toMatch(/Chào.*\d\d:\d\d · Đã gửi/)
    expect(await bubbles(page, 'assistant').locator('time').textContent()).toMatch(/^[012]\d:[0-5]\d$/)
    expect(await page.getByText(TEXTS.typing).isVisible()).toBe(false)
    expect(await input(page).inputValue()).toBe('')
    expect(complaints).toEqual([])
  })

  it('asks a sample question by a tap', async () => {
    const { page } = await visit()
    const sample = TEXTS.welcome.samples[0] ?? ''
    await page.getByRole('button', { name: sample }).click()
    await bubbles(page, 'person').filter({ hasText: sample }).waitFor()
    expect(await page.getByRole('heading', { name: TEXTS.welcome.heading }).isVisible()).toBe(false)
    await page.getByText(TEXTS.typing).waitFor()
  })

  it('sends the payload of a pressed button and shows its label', async () => {
    const { page, server } = await visit()
    await say(page, 'Chào')
    await page.getByRole('button', { name: 'VNeID', exact: true }).click()
    await bubbles(page, 'assistant').filter({ hasText: 'VNeID là ứng dụng' }).waitFor()
    expect(await bubbles(page, 'person').last().textContent()).toContain('VNeID')
    const row = await server.database.db.selectFrom('inbox').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    expect(server.sealer.open(row.sealed_event)).toMatchObject({ type: 'button', payload: 'topic:vneid.la-gi' })
  })

  it('makes links and phone numbers that can be tapped, and lets no other page at this one', async () => {
    const { page } = await visit()
    await say(page, 'Chào')
    const link = page.getByRole('link', { name: 'Trang tỉnh' })
    expect(await link.getAttribute('href')).toBe('https://gialai.gov.vn')
    expect(await link.getAttribute('rel')).toContain('noopener')
    const inText = page.getByRole('link', { name: /vneid.gov.vn/ })
    expect(await inText.getAttribute('href')).toBe('https://vneid.gov.vn/huong-dan')
    expect(await page.getByRole('link', { name: 'Gọi tổng đài' }).getAttribute('href')).toBe('tel:1022')
    expect(await page.getByRole('link', { name: '1900 0368' }).getAttribute('href')).toBe('tel:19000368')
  })

  it('shows each line once after a reload', async () => {
    const { page } = await visit()
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    const before = await lines(page).allTextContents()
    await page.reload()
    await bubbles(page, 'assistant').waitFor()
    expect(await lines(page).count()).toBe(before.length)
    expect(await bubbles(page, 'person').count()).toBe(1)
  })

  it('shows markup as the text it is, from people and from answers', async () => {
    const { page, complaints } = await visit()
    await say(page, XSS)
    await bubbles(page, 'assistant').filter({ hasText: 'Bà con vừa gõ' }).waitFor()
    expect(await bubbles(page, 'person').textContent()).toContain(XSS)
    expect(await bubbles(page, 'assistant').textContent()).toContain(XSS)
    expect(await page.getByRole('button', { name: XSS }).isVisible()).toBe(true)
    expect(await page.locator('.log img, .log script').count()).toBe(0)
    expect(await page.title()).toContain('Gần Dân')
    expect(complaints).toEqual([])
  })

  it('opens a line with Shift+Enter and keeps it in the bubble', async () => {
    const { page } = await visit()
    await input(page).pressSequentially('Một')
    await input(page).press('Shift+Enter')
    await input(page).pressSequentially('Hai')
    await input(page).press('Enter')
    expect(await bubbles(page, 'person').locator('.text').innerText()).toBe('Một\nHai')
  })

  it('shows in another window of the visitor what was said in this one', async () => {
    const { page, context, server } = await visit()
    const other = await context.newPage()
    await other.goto(`${server.url}/chat`)
    await say(page, 'Chào')
    await bubbles(other, 'assistant').waitFor()
    expect(await bubbles(other, 'person').count()).toBe(1)
  })
})

describe('using the chat page without a mouse or without seeing it', () => {
  it('is worked by the keyboard alone, in the order in which it is read', async () => {
    const { page } = await visit()
    const order: string[] = []
    for (let stop = 0; stop < 10; stop++) {
      await page.keyboard.press('Tab')
      order.push(await page.locator(':focus').evaluate((at) => at.className || at.getAttribute('name') || at.id))
    }
    expect(order).toEqual(['province', 'look', 'reset', 'log', 'sample', 'sample', 'sample', 'sample', 'text', 'send'])
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.type('Chào')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'VNeID', exact: true }).focus()
    await page.keyboard.press('Enter')
    await bubbles(page, 'assistant').filter({ hasText: 'VNeID là ứng dụng' }).waitFor()
  })

  it('names its parts', async () => {
    const { page } = await visit()
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    for (const part of [
      page.getByRole('main'),
      page.getByRole('log', { name: TEXTS.log }),
      page.getByRole('heading', { level: 1, name: TEXTS.assistant }),
      page.getByRole('combobox', { name: TEXTS.options.province }),
      page.getByRole('group', { name: TEXTS.options.look }),
      page.getByRole('radio', { name: TEXTS.options.messenger }),
      page.getByRole('button', { name: TEXTS.options.reset }),
      page.getByRole('button', { name: TEXTS.send }),
      page.getByRole('note').filter({ hasText: TEXTS.trial.text }),
    ])
      expect(await part.count()).toBe(1)
  })

  it('reads new messages aloud, but not the history', async () => {
    const { page } = await visit()
    const log = page.getByRole('log', { name: TEXTS.log })
    await expect.poll(() => log.getAttribute('aria-live')).toBe('polite')
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    expect(await bubbles(page, 'assistant').textContent()).toMatch(/^Gần Dân: /)
  })

  it.each([TEXTS.options.zalo, TEXTS.options.messenger])('can be read by weak eyes as %s', async (look) => {
    const { page } = await visit()
    await page.getByText(look, { exact: true }).click()
    expect(await lowContrastTexts(page)).toEqual([])
    const refusal = { status: 429, json: { error: TEXTS.errors.too_fast } }
    await page.route('**/chat/messages', (route) => route.fulfill(refusal), { times: 1 })
    await say(page, 'Lỗi')
    await page.getByRole('button', { name: TEXTS.status.retry }).waitFor()
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    expect(await lowContrastTexts(page)).toEqual([])
  })

  it.each([
    { name: 'a small phone', viewport: PHONE },
    { name: 'a desktop', viewport: { width: 1280, height: 800 } },
  ])('needs no sideways scrolling and has large targets on $name', async ({ viewport }) => {
    const { page } = await visit(viewport)
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    const width = await page.locator('html').evaluate((html) => html.scrollWidth)
    expect(width).toBeLessThanOrEqual(viewport.width)
    const heights = await page
      .locator('button:visible, select:visible, a.choice:visible')
      .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().height))
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
  })
})

describe('reading on the chat page', () => {
  it('leaves a reader where they are and tells of what is new', async () => {
    const { page, server } = await visit()
    await say(page, 'Dài')
    await bubbles(page, 'assistant').filter({ hasText: 'Dòng 60' }).waitFor()
    // A tall answer is shown from its top.
    expect(await page.getByText('Dòng 1', { exact: false }).first().isVisible()).toBe(true)
    const log = page.getByRole('log', { name: TEXTS.log })
    await log.evaluate((element) => element.scrollTo(0, 0))
    const [visitor] = await server.database.db.selectFrom('inbox').select('contact_id').execute()
    const contact = visitor?.contact_id ?? webContactOf(GIA_LAI, '')
    const view = viewOf({ type: 'text', text: 'Tin đến sau' })
    server.hub.publish(contact, { key: 'out:later', at: 1, from: 'assistant', view })
    const newer = page.getByRole('button', { name: TEXTS.newer })
    await newer.waitFor()
    expect(await log.evaluate((element) => element.scrollTop)).toBe(0)
    await newer.click()
    await expect.poll(() => newer.isVisible()).toBe(false)
    expect(await bubbles(page, 'assistant').filter({ hasText: 'Tin đến sau' }).isVisible()).toBe(true)
  })

  it('keeps the chosen look and province', async () => {
    const { page } = await visit()
    await page.getByText(TEXTS.options.messenger, { exact: true }).click()
    await page.getByRole('combobox').selectOption({ label: 'Hà Tĩnh' })
    expect(await page.title()).toBe('Gần Dân · tỉnh Hà Tĩnh')
    await page.goto(page.url().replace(/\?.*/, ''))
    expect(await page.locator('html').getAttribute('data-look')).toBe('messenger')
    expect(await page.getByText('Trợ lý tự động của tỉnh Hà Tĩnh').isVisible()).toBe(true)
  })

  it('shows replies as Messenger does, under the last message alone, and as Zalo does, always', async () => {
    const { page } = await visit()
    await say(page, 'Chào')
    await page.getByRole('button', { name: 'VNeID', exact: true }).click()
    await bubbles(page, 'assistant').filter({ hasText: 'VNeID là ứng dụng' }).waitFor()
    const reply = page.getByRole('button', { name: 'Gặp cán bộ' })
    expect(await reply.isVisible()).toBe(true)
    await page.getByText(TEXTS.options.messenger, { exact: true }).click()
    expect(await reply.isVisible()).toBe(false)
  })

  it('begins anew when asked and confirmed', async () => {
    const { page } = await visit()
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    page.once('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: TEXTS.options.reset }).click()
    await page.getByRole('heading', { name: TEXTS.welcome.heading }).waitFor()
    await page.reload()
    expect(await lines(page).filter({ hasText: 'Chào bà con' }).count()).toBe(0)
  })
})

describe('when the server is gone', () => {
  it('says so, comes back by itself and sends what was said meanwhile, once', async () => {
    await using database = openDatabase('file::memory:')
    await migrate(database)
    const cookieKey = Buffer.alloc(32, 7)
    const first = await startChatServer({ script, database, sealer, cookieKey })
    const page = await browser.newPage({ viewport: PHONE })
    open.defer(() => page.close())
    await page.goto(`${first.url}/chat`)
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    await first.stop()

    await page.getByText(TEXTS.offline).waitFor()
    await say(page, 'Dài')
    expect(await bubbles(page, 'person').last().textContent()).toContain(TEXTS.status.sending)
    await page.getByRole('button', { name: TEXTS.status.retry }).waitFor()

    open.use(await startChatServer({ script, database, sealer, cookieKey, port: first.port }))
    await bubbles(page, 'assistant').filter({ hasText: 'Dòng 60' }).waitFor()
    expect(await page.getByText(TEXTS.offline).isVisible()).toBe(false)
    expect(await bubbles(page, 'person').last().textContent()).toContain(TEXTS.status.sent)
    expect(await bubbles(page, 'person').count()).toBe(2)
    expect(await database.db.selectFrom('inbox').select('id').execute()).toHaveLength(2)
  })

  it('sends again under the same id when the answer to a post was lost', async () => {
    const { page, server } = await visit()
    let lost = 0
    await page.route('**/chat/messages', async (route) => {
      if (lost++ > 0) return route.continue()
      // The server takes the message; the page never hears of it.
      await route.fetch()
      await route.abort('connectionreset')
    })
    await say(page, 'Chào')
    await bubbles(page, 'person').filter({ hasText: TEXTS.status.sent }).waitFor()
    await expect.poll(() => server.database.db.selectFrom('inbox').select('id').execute()).toHaveLength(1)
    expect(await bubbles(page, 'person').count()).toBe(1)
  })

  it('lets the person repeat what was refused', async () => {
    const { page } = await visit()
    await page.route(
      '**/chat/messages',
      (route) => route.fulfill({ status: 429, json: { error: TEXTS.errors.too_fast } }),
      { times: 1 },
    )
    await say(page, 'Chào')
    const failed = bubbles(page, 'person').filter({ hasText: TEXTS.errors.too_fast })
    await failed.getByRole('button', { name: TEXTS.status.retry }).click()
    await bubbles(page, 'assistant').filter({ hasText: 'Chào bà con' }).waitFor()
    expect(await bubbles(page, 'person').count()).toBe(1)
  })
})
