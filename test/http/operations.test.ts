import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/http/metrics.ts'
import { operationsRoutes } from '../../src/http/operations.routes.ts'
import { subscriptionRoute } from '../../src/http/webhook.routes.ts'

let server: Server | undefined
afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

async function serve(site: express.Express): Promise<string> {
  server = createServer(site).listen(0)
  await once(server, 'listening')
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

function operations(parts: { metricsToken?: string; notReady?: string } = {}) {
  const metrics = createMetrics({
    inbox: async () => ({ depth: 3, oldest: 5000 }),
    outbox: async () => ({ queued: 2, sending: 1 }),
    tokenAges: () => new Map([['zalo-oa:4', 60]]),
    now: () => 9000,
  })
  metrics.turns.inc({ decision: 'answer' })
  const routes = operationsRoutes({
    metrics,
    metricsToken: parts.metricsToken ?? null,
    notReady: async () => parts.notReady ?? null,
  })
  return serve(express().use(routes))
}

describe('what watching machines are told', () => {
  it('is that the server is alive, and ready', async () => {
    const url = await operations()
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  it('is why it is not ready', async () => {
    const url = await operations({ notReady: 'the storage does not answer' })
    const response = await fetch(`${url}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ status: 'not ready', reason: 'the storage does not answer' })
  })

  it('is how it does, in Prometheus’ words', async () => {
    const text = await (await fetch(`${await operations()}/metrics`)).text()
    expect(text).toContain('gandan_inbox_waiting_events 3')
    expect(text).toContain('gandan_inbox_oldest_seconds 4')
    expect(text).toContain('gandan_outbox_messages{status="queued"} 2')
    expect(text).toContain('gandan_token_age_seconds{account="zalo-oa:4"} 60')
    expect(text).toContain('gandan_turns_total{decision="answer"} 1')
  })

  it.each([
    { header: undefined, status: 401 },
    { header: 'Bearer wrong', status: 401 },
    { header: 'secret', status: 401 },
    { header: 'Bearer secret', status: 200 },
    { header: 'bearer secret', status: 200 },
  ])('asks for the token of the metrics when one is set: $header', async ({ header, status }) => {
    const url = await operations({ metricsToken: 'secret' })
    expect((await fetch(`${url}/metrics`, { headers: header ? { authorization: header } : {} })).status).toBe(status)
  })
})

describe('Messenger’s verification', () => {
  const route = () =>
    serve(
      express().use(
        '/webhooks/messenger',
        subscriptionRoute((query) => (query['hub.verify_token'] === 'right' ? (query['hub.challenge'] ?? '') : null)),
      ),
    )

  it('gets its challenge back, letter for letter', async () => {
    const response = await fetch(
      `${await route()}/webhooks/messenger?hub.mode=subscribe&hub.verify_token=right&hub.challenge=00123%3Cb%3E`,
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(await response.text()).toBe('00123<b>')
  })

  it('is refused with a wrong token', async () => {
    expect(
      (await fetch(`${await route()}/webhooks/messenger?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1`))
        .status,
    ).toBe(403)
  })
})
