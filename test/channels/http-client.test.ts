import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createHttpClient, json } from '../../src/channels/http-client.ts'

const servers: Server[] = []
afterEach(closeAll)

async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

/** A platform that answers as `listener` does; gives its address. */
async function platform(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('sends method, path, query, headers and body, and gives status, headers and JSON back', async () => {
  const baseURL = await platform(async (request, response) => {
    const body = (await request.toArray()).join('')
    const { method, url, headers } = request
    response.writeHead(202, { 'X-RateLimit-Remain': '7' })
    response.end(JSON.stringify({ method, url, token: headers.access_token, type: headers['content-type'], body }))
  })
  const client = createHttpClient({ baseURL, timeoutMs: 2000 })
  const { data, headers } = json({ text: 'chào bà con' }, { access_token: 'abc' })
  const answer = await client.post('/v3.0/oa/message/cs', data, { headers, params: { a: 'đ' } })
  expect(answer.status).toBe(202)
  expect(answer.headers['x-ratelimit-remain']).toBe('7')
  expect(answer.data).toEqual({
    method: 'POST',
    url: '/v3.0/oa/message/cs?a=%C4%91',
    token: 'abc',
    type: 'application/json',
    body: '{"text":"chào bà con"}',
  })
})

test('an answer in pieces is whole again, also when a letter was cut in two', async () => {
  const whole = Buffer.from(JSON.stringify({ said: 'Đã gửi' }))
  const cut = whole.indexOf(0xc4) + 1
  const baseURL = await platform(async (_request, response) => {
    response.write(whole.subarray(0, cut))
    await delay(30)
    response.end(whole.subarray(cut))
  })
  const answer = await createHttpClient({ baseURL, timeoutMs: 2000 }).get('/')
  expect(answer.data).toEqual({ said: 'Đã gửi' })
})

test.each([
  { name: 'an error status', status: 500, body: 'Bad gateway' },
  { name: 'a redirect, which is not followed', status: 302, body: '' },
  { name: 'an answer without a body', status: 200, body: '' },
])('$name is an answer like any other', async ({ status, body }) => {
  const baseURL = await platform((_request, response) => response.writeHead(status, { Location: '/other' }).end(body))
  const answer = await createHttpClient({ baseURL, timeoutMs: 2000 }).get('/')
  expect([answer.status, answer.data]).toEqual([status, body])
})

const silent: RequestListener = () => {}
const stopsInTheMiddle: RequestListener = (_request, response) => {
  response.write('{"half":')
}
const hangsUp: RequestListener = (request) => request.socket.destroy()

test.each([
  { name: 'a platform that never answers', listener: silent, code: 'ECONNABORTED' },
  { name: 'one that stops in the middle of its answer', listener: stopsInTheMiddle, code: 'ECONNABORTED' },
  { name: 'one that hangs up', listener: hangsUp, code: 'UND_ERR_SOCKET' },
])('$name fails with $code', async ({ listener, code }) => {
  const client = createHttpClient({ baseURL: await platform(listener), timeoutMs: 100 })
  await expect(client.post('/', '{}')).rejects.toMatchObject({ code })
})

test('what waits for a connection past its time is not sent at all', async () => {
  const posted: string[] = []
  const baseURL = await platform((request, response) => {
    posted.push(request.url ?? '')
    setTimeout(() => response.end('{}'), 300)
  })
  const client = createHttpClient({ baseURL, timeoutMs: 200, connections: 1 })
  const calls = [client.post('/first', '{}'), client.post('/second', '{}')]
  const settled = await Promise.allSettled(calls)
  expect(settled).toMatchObject([{ reason: { code: 'ECONNABORTED' } }, { reason: { code: 'ECONNABORTED' } }])
  expect(posted).toEqual(['/first'])
})

test('nobody listening is told apart from an answer that did not come', async () => {
  const baseURL = await platform(silent)
  await closeAll()
  await expect(createHttpClient({ baseURL, timeoutMs: 2000 }).get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a call that cannot be made as it is asked for rejects, too', async () => {
  const baseURL = await platform(silent)
  await expect(
    createHttpClient({ baseURL, timeoutMs: 2000 }).request({ url: '/', method: 'a b' }),
  ).rejects.toMatchObject({
    code: 'UND_ERR_INVALID_ARG',
  })
})

test('at most so many connections are open at once, and they are used again', async () => {
  const sockets = new Set<unknown>()
  const baseURL = await platform((request, response) => {
    sockets.add(request.socket)
    setTimeout(() => response.end('{}'), 5)
  })
  const client = createHttpClient({ baseURL, timeoutMs: 5000, connections: 3 })
  const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => client.post(`/${at}`, '{}')))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(sockets.size).toBe(3)
})
