import { afterEach, describe, expect, it } from 'vitest'
import { webContactOf } from '../../../src/channels/web/channel.ts'
import { viewOf } from '../../../src/channels/web/view.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { type ChatServer, type ChatServerOptions, GIA_LAI, startChatServer } from '../support/chat-server.ts'
import { type EventStream, openStream } from '../support/event-stream.ts'
import { cookieOf, message, post, visit, visitorOf } from '../support/visitor.ts'

let open = new AsyncDisposableStack()
afterEach(async () => {
  await open.disposeAsync()
  open = new AsyncDisposableStack()
})

async function start(options: ChatServerOptions = {}): Promise<ChatServer> {
  return open.use(await startChatServer(options))
}

async function stream(server: ChatServer, cookie: string): Promise<EventStream> {
  return open.use(await openStream(`${server.url}/chat/stream?province=gia-lai`, cookie))
}

describe('the event stream', () => {
  const echo: ChatServerOptions = {
    script: (event) => (event.type === 'message' ? { type: 'text', text: `Đáp: ${event.text}` } : null),
  }

  it('tells what is said by both sides, live and then as history, under the same keys', async () => {
    const server = await start(echo)
    const cookie = await visit(server)
    const live = await stream(server, cookie)
    expect(live.history).toEqual([])
    const said = message('Tôi hỏi')
    await post(server, '/messages', cookie, said)
    const heard = [await live.next(), await live.next()].sort((a, b) => b.from.localeCompare(a.from))
    expect(heard[0]).toMatchObject({ key: `in:${said.id}`, from: 'person', text: 'Tôi hỏi' })
    expect(heard[1]).toMatchObject({ from: 'assistant', view: { text: 'Đáp: Tôi hỏi' } })
    await expect
      .poll(async () => (await stream(server, cookie)).history.map((item) => item.key))
      .toEqual(heard.map((item) => item.key))
  })

  it('tells nothing of other visitors or provinces', async () => {
    const server = await start(echo)
    const cookie = await visit(server)
    await post(server, '/messages', cookie, message('Riêng tư'))
    expect((await stream(server, await visit(server))).history).toEqual([])
    const elsewhere = open.use(await openStream(`${server.url}/chat/stream?province=ha-tinh`, cookie))
    expect(elsewhere.history).toEqual([])
  })

  it('begins with the last 50 lines', async () => {
    const clock = { time: 1_790_812_800_000, now: () => clock.time }
    const server = await start({ clock })
    const cookie = await visit(server)
    for (let count = 0; count < 60; count++) {
      clock.time += 3_000
      await post(server, '/messages', cookie, message(`Tin ${count}`))
    }
    const { history } = await stream(server, cookie)
    expect(history.map((item) => item.text)).toEqual(Array.from({ length: 50 }, (_, index) => `Tin ${index + 10}`))
  })

  it('finds what another process sent', async () => {
    const server = await start({ pollMs: 20 })
    const cookie = await visit(server)
    const contact = webContactOf(GIA_LAI, visitorOf(cookie))
    const live = await stream(server, cookie)
    const part = { body: viewOf({ type: 'text', text: 'Từ máy khác' }) }
    const { db } = server.database
    await insertOutbox(db, server.sealer, [{ contact, purpose: 'reply', key: 'far', part }], 1)
    // As the sender of the other process would: this one's hub hears nothing of it.
    await db.updateTable('outbox').set({ status: 'sent', finished_at: 2 }).where('key', '=', 'far').execute()
    expect(await live.next()).toMatchObject({ key: 'out:far', view: { text: 'Từ máy khác' } })
  })

  it('makes a new visitor of a browser whose cookie is worth nothing', async () => {
    const server = await start()
    const { response } = await stream(server, 'gd_visitor=old.cookie')
    expect(visitorOf(cookieOf(response))).toMatch(/^[0-9a-f]{32}$/)
  })

  it('is open for so many pages and no more, until one is closed', async () => {
    const server = await start({ maxStreams: 2 })
    const url = `${server.url}/chat/stream?province=gia-lai`
    const first = await openStream(url, await visit(server))
    await stream(server, await visit(server))
    expect((await fetch(url)).status).toBe(503)
    await first[Symbol.asyncDispose]()
    await expect
      .poll(async () =>
        openStream(url, '').then(
          (late) => open.use(late).response.status,
          () => 503,
        ),
      )
      .toBe(200)
  })

  it('is open for four pages of one visitor', async () => {
    const server = await start()
    const cookie = await visit(server)
    for (let page = 0; page < 4; page++) await stream(server, cookie)
    const fifth = await fetch(`${server.url}/chat/stream?province=gia-lai`, { headers: { cookie } })
    expect(fifth.status).toBe(429)
  })

  it('is open for some pages of one network, which needs no cookie to be many visitors', async () => {
    const server = await start({ trustedProxies: 1, maxStreamsOfNetwork: 1 })
    const url = `${server.url}/chat/stream?province=gia-lai`
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } })
    const first = await fetch(url, from('203.0.113.7'))
    const statuses = await Promise.all(
      ['203.0.113.7', '203.0.113.8'].map(async (address) => {
        const response = await fetch(url, from(address))
        await response.body?.cancel()
        return response.status
      }),
    )
    expect([first.status, ...statuses]).toEqual([200, 429, 200])
    await first.body?.cancel()
  })

  it('refuses an unknown province', async () => {
    const server = await start()
    expect((await fetch(`${server.url}/chat/stream?province=x`)).status).toBe(400)
  })

  it('ends when the server closes', async () => {
    const server = await start()
    const live = await stream(server, await visit(server))
    const ended = expect(live.next()).rejects.toThrow('the stream ended')
    await server.stop()
    await ended
  })
})

describe('beginning anew', () => {
  it('makes a new visitor, whose history is empty', async () => {
    const server = await start()
    const cookie = await visit(server)
    await post(server, '/messages', cookie, message('Trước'))
    const reset = await post(server, '/reset', cookie, {})
    expect(reset.status).toBe(204)
    expect(visitorOf(cookieOf(reset))).not.toBe(visitorOf(cookie))
    expect((await stream(server, cookieOf(reset))).history).toEqual([])
  })
})
