import { pino, stdSerializers } from 'pino'
import type { Config } from './config.ts'
import type { Log } from './core/log.ts'

/** The log of a server: JSON lines on the standard output. */
export function createLog(level: Config['logLevel']): Log {
  return pino({ level, serializers: { err: describeError } })
}

interface ErrorDescription {
  readonly type: string
  readonly message: string
  readonly stack: string
  readonly code?: unknown
  readonly aggregateErrors?: readonly ErrorDescription[]
}

/**
 * Only what tells where a failure lies. Errors carry more: PostgreSQL's repeat in `detail` the row that was refused, and
 * with it whose it was.
 */
function describeError(error: unknown): unknown {
  return error instanceof Error ? pick(stdSerializers.err(error)) : error
}

function pick({ type, message, stack, code, aggregateErrors }: ErrorDescription): ErrorDescription {
  return {
    type,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...(aggregateErrors && { aggregateErrors: aggregateErrors.map(pick) }),
  }
}
