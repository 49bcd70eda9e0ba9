import type { ErrorRequestHandler, Request } from 'express'
import type { Log } from '../core/log.ts'

/** The one place where a failed request gets its status. What the client did wrong it is told; what we did, only the log. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error)
    const status = clientError(error)
    if (status === null) log.error({ method: request.method, path: pathOf(request), err: error }, 'a request failed')
    response
      .status(status ?? 500)
      .json({ error: status === null ? 'internal' : String((error as { type?: unknown }).type ?? 'request') })
  }
}

/** A route's own pattern, where it has one: what stands in its places may be a token. */
function pathOf(request: Request): string {
  const route = request.route as { readonly path?: unknown } | undefined
  return typeof route?.path === 'string' ? route.path : request.path
}

/** The 4xx status that body parsing and routing give to bad requests; null for anything else. */
function clientError(error: unknown): number | null {
  const status = (error as { status?: unknown } | null)?.status
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}
