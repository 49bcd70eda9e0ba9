import { createHash, timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import type { Metrics } from './metrics.ts'

export interface OperationsOptions {
  readonly metrics: Metrics
  readonly metricsToken: string | null
  /** null when everything works; else what does not. */
  readonly notReady: () => Promise<string | null>
}

/** For the machines that watch: is it alive, may it be sent traffic, how is it doing. */
export function operationsRoutes({ metrics, metricsToken, notReady }: OperationsOptions): Router {
  return Router()
    .get('/healthz', (_request, response) => {
      response.json({ status: 'alive' })
    })
    .get('/readyz', async (_request, response) => {
      const reason = await notReady()
      response
        .status(reason === null ? 200 : 503)
        .json(reason === null ? { status: 'ready' } : { status: 'not ready', reason })
    })
    .get('/metrics', async (request, response) => {
      if (metricsToken !== null && !isToken(request.headers.authorization, metricsToken)) {
        response
          .status(401)
          .set('WWW-Authenticate', 'Bearer')
          .json({ error: 'send the header Authorization: Bearer <METRICS_TOKEN>' })
        return
      }
      response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    })
}

/** Compared as hashes, in constant time whatever the lengths. The scheme's letters may be of either case (RFC 9110). */
function isToken(header: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash((header ?? '').replace(/^bearer /i, 'Bearer ')), hash(`Bearer ${token}`))
}
