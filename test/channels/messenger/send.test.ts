import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMessengerChannel } from '../../../src/channels/messenger/adapter.ts'
import type { RenderedPart } from '../../../src/core/channel.ts'
import { accountIdOf, contactIdOf, platformAccountIdOf } from '../../../src/core/ids.ts'
import { PERSON_ID, page, person } from './account.ts'

interface Call {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}
type Answer = (response: ServerResponse) => void

/** A real HTTP server that answers each call with the next of `answers`, the last one for good. */
const calls: Call[] = []
let answers: Answer[] = []
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, headers } = request
    calls.push({ method, url, headers, body: JSON.parse(Buffer.concat(chunks).toString()) })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    answer?.(response)
  })
})
const json =
  (data: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(data))
const sent = json({ recipient_id: PERSON_ID, message_id: 'm_Bb03-out' })
const refused = (code: number, subcode?: number) =>
  json({ error: { message: 'secret words', type: 'OAuthException', code, error_subcode: subcode } }, 400)

let apiUrl = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const warnings: unknown[] = []
beforeEach(() => {
  calls.length = 0
  warnings.length = 0
})

const text: RenderedPart = { body: { text: 'Bạn muốn làm gì?' } }
const template: RenderedPart = { body: { attachment: { type: 'template' } }, plain: { text: 'Bạn muốn làm gì?' } }

async function send(part: RenderedPart, ...given: Answer[]) {
  answers = given
  const log = { warn: (fields: object, message: string) => warnings.push([fields, message]) }
  const channel = createMessengerChannel({ accounts: [page], apiUrl, timeoutMs: 300, log })
  return channel.send({ contact: person, part, key: '01kabc' })
}

describe('send', () => {
  it('leads into the chat with a code, which comes back as the ref', () => {
    const channel = createMessengerChannel({ accounts: [page], apiUrl })
    const link = channel.chatLink?.(page.id, 'dd-LC12-1-7K')
    expect(link).toBe(`https://m.me/${platformAccountIdOf(page.id)}?ref=dd-LC12-1-7K`)
  })

  it('posts to the Page with the token in a header and our key in the metadata', async () => {
    expect(await send(text, sent)).toEqual({ type: 'sent', externalId: 'm_Bb03-out' })
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({
      method: 'POST',
      url: '/v25.0/100200300400500/messages?appsecret_proof=8923571a5bc1087c4b740f3abc087dfb04b473c97d89347d38efd3e036aeabce',
      body: {
        recipient: { id: PERSON_ID },
        messaging_type: 'RESPONSE',
        message: { text: 'Bạn muốn làm gì?', metadata: 'gd:01kabc' },
      },
    })
    expect(calls[0]?.headers).toMatchObject({
      authorization: 'Bearer EAAFAKEPAGETOKEN0001',
      'content-type': expect.stringContaining('application/json'),
    })
  })

  it.each([
    {
      name: 'an error under 200',
      answer: json({ error: { code: 551 } }),
      expected: { reason: 'unreachable', code: '551' },
    },
    { name: 'a dead token', answer: refused(190, 460), expected: { reason: 'token_invalid', code: '190/460' } },
    {
      name: 'a throttle that says how long',
      answer: json({ error: { code: 80006 } }, 400, {
        'X-Business-Use-Case-Usage': '{"1":[{"type":"messenger","estimated_time_to_regain_access":7}]}',
      }),
      expected: { reason: 'slow_down', retryAfterMs: 420_000 },
    },
    {
      name: '502 and HTML',
      answer: (response: ServerResponse) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>'),
      expected: { reason: 'retry_later', code: 'http 502' },
    },
    {
      name: 'a connection cut after the request',
      answer: (response: ServerResponse) => response.destroy(),
      expected: { reason: 'unknown', code: 'network' },
    },
    {
      name: 'an answer cut in the middle',
      answer: (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"recip')
        setTimeout(() => response.destroy(), 20)
      },
      expected: { reason: 'unknown', code: 'network' },
    },
    { name: 'no answer in time', answer: () => {}, expected: { reason: 'unknown', code: 'timeout' } },
  ])('understands $name', async ({ answer, expected }) => {
    const outcome = await send(text, answer)
    expect(outcome).toMatchObject({ type: 'failed', ...expected })
    expect(JSON.stringify(outcome)).not.toMatch(/EAAFAKE|secret words|muốn/)
    expect(calls).toHaveLength(1)
  })

  it('knows that nothing was sent where nobody listens', async () => {
    const channel = createMessengerChannel({ accounts: [page], apiUrl: 'http://127.0.0.1:1' })
    expect(await channel.send({ contact: person, part: text, key: '01k' })).toMatchObject({
      type: 'failed',
      reason: 'retry_later',
      code: 'network',
    })
  })

  it.each([
    {
      name: 'a Page that was taken out of the accounts',
      contact: contactIdOf(accountIdOf('messenger', '5'), '1'),
      part: text,
      reason: 'operator',
    },
    { name: 'a stored part that is no message', contact: person, part: { body: 'text' }, reason: 'rejected' },
  ])('does not call the platform for $name', async ({ contact, part, reason }) => {
    const channel = createMessengerChannel({ accounts: [page], apiUrl })
    expect(await channel.send({ contact, part, key: '01k' })).toMatchObject({ type: 'failed', reason })
    expect(calls).toHaveLength(0)
  })
})

describe('a template that the platform refuses', () => {
  it('goes out once more as plain text, in the same call and with the same key', async () => {
    expect(await send(template, refused(100), sent)).toEqual({ type: 'sent', externalId: 'm_Bb03-out' })
    expect(calls.map((call) => call.body)).toMatchObject([
      { message: { attachment: { type: 'template' }, metadata: 'gd:01kabc' } },
      { message: { text: 'Bạn muốn làm gì?', metadata: 'gd:01kabc' } },
    ])
    expect(warnings).toEqual([[{ account: page.id, code: '100' }, expect.any(String)]])
  })

  it.each([
    {
      name: 'its text is refused too',
      part: template,
      answers: [refused(100), refused(100)],
      calls: 2,
      reason: 'rejected',
    },
    { name: 'it has no stand-in', part: text, answers: [refused(100), sent], calls: 1, reason: 'rejected' },
    {
      name: 'the person is unknown',
      part: template,
      answers: [refused(100, 2018001), sent],
      calls: 1,
      reason: 'unreachable',
    },
    {
      name: 'the window is over',
      part: template,
      answers: [refused(10, 2018278), sent],
      calls: 1,
      reason: 'outside_window',
    },
  ])('is not sent again when $name', async ({ part, answers: given, calls: count, reason }) => {
    expect(await send(part, ...given)).toMatchObject({ type: 'failed', reason })
    expect(calls).toHaveLength(count)
  })
})

describe('the channel', () => {
  const channel = createMessengerChannel({ accounts: [page], apiUrl: 'http://127.0.0.1:1' })

  it('has no way to renew a token: only a person can make a new one', () => {
    expect(channel.type).toBe('messenger')
    expect(channel.renewToken).toBeUndefined()
  })

  it('answers the handshake for its accounts', () => {
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': page.verifyToken, 'hub.challenge': '42' }
    expect(channel.verifySubscription(query)).toBe('42')
    expect(channel.verifySubscription({ ...query, 'hub.verify_token': 'guess' })).toBeNull()
  })
})
