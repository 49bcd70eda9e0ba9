import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { AppError } from '../core/errors.ts'

/** How long requests under way may take when the server stops. */
const CLOSE_WITHIN_MS = 5000
/** How often connections that have fallen idle meanwhile are looked for. */
const SWEEP_MS = 20

/** A server that listens but answers nothing yet: its routes are added once its address is known. Throws an `AppError` when the port is taken. */
export async function listen({ port, host }: { readonly port: number; readonly host: string }): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 65_000 })
  server.listen({ port, host })
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new AppError('port', `PORT: ${port} is taken by another program; set PORT to a free one.`, { cause: error })
    if (code === 'EACCES')
      throw new AppError('port', `PORT: ${port} may not be used by this user; set PORT to one above 1023.`, {
        cause: error,
      })
    throw new AppError(
      'listen',
      `HOST: the server cannot listen on ${host}:${port} (${message}); set HOST to 0.0.0.0, or to an address of this machine.`,
      { cause: error },
    )
  }
  return server
}

/** Takes no new requests and waits for those under way, at most `CLOSE_WITHIN_MS`. */
export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  // A platform keeps its connections: without this each would hold the server until the time is over.
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'))
  server.close()
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const overdue = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS)
  await closed
  clearInterval(sweep)
  clearTimeout(overdue)
}
