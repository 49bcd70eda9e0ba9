import { describe, expect, it } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { sealer } from '../support/samples.ts'
import { bubbles, input, lines, say, script, useBrowser, XSS } from './support/chat-browser.ts'
import { startChatServer, TEXTS } from './support/chat-server.ts'

const chat = useBrowser()

describe('talking on the chat page', () => {
  it('shows the question at once, its sent mark and the answer with the time of day', async () => {
    const { page, complaints } = await chat.visit()
    await say(page, 'Chào')
    await bubbles(page, 'assistant').filter({ hasText: 'Chào bà con.' }).waitFor()
    expect(await bubbles(page, 'person').textContent()).toMatch(/Chào.*\d\d:\d\d · Đã gửi/)
    expect(await bubbles(page, 'assistant').locator('time').textContent()).toMatch(/^[012]\d:[0-5]\d$/)
    expect(await page.getByText(TEXTS.typing).isVisible()).toBe(false)
    expect(await input(page).inputValue()).toBe('')
    expect(complaints).toEqual([])
  })

  it('asks a sample question by a tap', async () => {
    const { page } = await chat.visit()
    const sample = TEXTS.welcome.samples[0] ?? ''
    await page.getByRole('button', { name: sample }).click()
    await bubbles(page, 'person').filter({ hasText: sample }).waitFor()
    expect(await page.getByRole('heading', { name: TEXTS.welcome.heading }).isVisible()).toBe(false)
    await page.getByText(TEXTS.typing).waitFor()
  })

  it('sends the payload of a pressed button and shows its label', async () => {
    const { page, server } = await chat.visit()
    await say(page, 'Chào')
    await page.getByRole('button', { name: 'VNeID', exact: true }).click()
    await bubbles(page, 'assistant').filter({ hasText: 'VNeID là ứng dụng' }).waitFor()
    expect(await bubbles(page, 'person').last().textContent()).toContain('VNeID')
    const row = await server.database.db.selectFrom('inbox').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    expect(server.sealer.open(row.sealed_event)).toMatchObject({ type: 'button', payload: 'topic:vneid.la-gi' })
  })

  it('makes links and phone numbers that can be tapped, and lets no other page at this one', async () => {
    const { page } = await chat.visit()
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
    const { page } = await chat.visit()
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    const before = await lines(page).allTextContents()
    await page.reload()
    await bubbles(page, 'assistant').waitFor()
    expect(await lines(page).count()).toBe(before.length)
    expect(await bubbles(page, 'person').count()).toBe(1)
  })

  it('shows markup as the text it is, from people and from answers', async () => {
    const { page, complaints } = await chat.visit()
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
    const { page } = await chat.visit()
    await input(page).pressSequentially('Một')
    await input(page).press('Shift+Enter')
    await input(page).pressSequentially('Hai')
    await input(page).press('Enter')
    expect(await bubbles(page, 'person').locator('.text').innerText()).toBe('Một\nHai')
  })

  it('shows in another window of the visitor what was said in this one', async () => {
    const { page, context, server } = await chat.visit()
    const other = await context.newPage()
    await other.goto(`${server.url}/chat`)
    await say(page, 'Chào')
    await bubbles(other, 'assistant').waitFor()
    expect(await bubbles(other, 'person').count()).toBe(1)
  })
})

describe('when the server is gone', () => {
  it('says so, comes back by itself and sends what was said meanwhile, once', async () => {
    await using database = openDatabase('file::memory:')
    await migrate(database)
    const cookieKey = Buffer.alloc(32, 7)
    const first = await startChatServer({ script, database, sealer, cookieKey })
    const page = await chat.page()
    await page.goto(`${first.url}/chat`)
    await say(page, 'Chào')
    await bubbles(page, 'assistant').waitFor()
    await first.stop()

    await page.getByText(TEXTS.offline).waitFor()
    await say(page, 'Dài')
    expect(await bubbles(page, 'person').last().textContent()).toContain(TEXTS.status.sending)
    await page.getByRole('button', { name: TEXTS.status.retry }).waitFor()

    chat.open.use(await startChatServer({ script, database, sealer, cookieKey, port: first.port }))
    await bubbles(page, 'assistant').filter({ hasText: 'Dòng 60' }).waitFor()
    expect(await page.getByText(TEXTS.offline).isVisible()).toBe(false)
    expect(await bubbles(page, 'person').last().textContent()).toContain(TEXTS.status.sent)
    expect(await bubbles(page, 'person').count()).toBe(2)
    expect(await database.db.selectFrom('inbox').select('id').execute()).toHaveLength(2)
  })

  it('sends again under the same id when the answer to a post was lost', async () => {
    const { page, server } = await chat.visit()
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
    const { page } = await chat.visit()
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
