import { describe, expect, it } from 'vitest'
import { webContactOf } from '../../src/channels/web/channel.ts'
import { viewOf } from '../../src/channels/web/view.ts'
import { bubbles, lines, PHONE, say, useBrowser } from './support/chat-browser.ts'
import { GIA_LAI, TEXTS } from './support/chat-server.ts'
import { lowContrastTexts } from './support/contrast.ts'

const chat = useBrowser()

describe('using the chat page without a mouse or without seeing it', () => {
  it('is worked by the keyboard alone, in the order in which it is read', async () => {
    const { page } = await chat.visit()
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
    const { page } = await chat.visit()
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
    const { page } = await chat.visit()
    const log = page.getByRole('log', { name: TEXTS.log })
    await expect.poll(() => log.getAttribute('aria-live')).toBe('polite')
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    expect(await bubbles(page, 'assistant').textContent()).toMatch(/^Gần Dân: /)
  })

  it.each([TEXTS.options.zalo, TEXTS.options.messenger])('can be read by weak eyes as %s', async (look) => {
    const { page } = await chat.visit()
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
    const { page } = await chat.visit(viewport)
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
    const { page, server } = await chat.visit()
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
    const { page } = await chat.visit()
    await page.getByText(TEXTS.options.messenger, { exact: true }).click()
    await page.getByRole('combobox').selectOption({ label: 'Hà Tĩnh' })
    expect(await page.title()).toBe('Gần Dân · tỉnh Hà Tĩnh')
    await page.goto(page.url().replace(/\?.*/, ''))
    expect(await page.locator('html').getAttribute('data-look')).toBe('messenger')
    expect(await page.getByText('Trợ lý tự động của tỉnh Hà Tĩnh').isVisible()).toBe(true)
  })

  it('shows replies as Messenger does, under the last message alone, and as Zalo does, always', async () => {
    const { page } = await chat.visit()
    await say(page, 'Chào')
    await page.getByRole('button', { name: 'VNeID', exact: true }).click()
    await bubbles(page, 'assistant').filter({ hasText: 'VNeID là ứng dụng' }).waitFor()
    const reply = page.getByRole('button', { name: 'Gặp cán bộ' })
    expect(await reply.isVisible()).toBe(true)
    await page.getByText(TEXTS.options.messenger, { exact: true }).click()
    expect(await reply.isVisible()).toBe(false)
  })

  it('begins anew when asked and confirmed', async () => {
    const { page } = await chat.visit()
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    page.once('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: TEXTS.options.reset }).click()
    await page.getByRole('heading', { name: TEXTS.welcome.heading }).waitFor()
    await page.reload()
    expect(await lines(page).filter({ hasText: 'Chào bà con' }).count()).toBe(0)
  })
})
