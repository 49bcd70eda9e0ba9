import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallCounts } from './call-counts.ts'
import type { Faults } from './faults.ts'

/** A call to a fake platform, read to its end. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  /** The platform's own code, `0` when it was content; for counting. */
  readonly code: string
}

export interface PlatformServerOptions<PlatformError extends object> {
  /** 0 lets the system choose. */
  readonly port: number
  readonly faults: Faults<PlatformError>
  readonly calls: CallCounts
  /** The name under which a path is counted: the number of names must not grow with the number of people. */
  readonly routeOf: (path: string) => string
  readonly handle: (call: Call) => Answer | Promise<Answer>
}

export interface PlatformServer {
  readonly url: string
  close(): Promise<void>
}

const MAX_BODY_BYTES = 30 * 1024 * 1024

/** An HTTP server on 127.0.0.1 that counts its calls and lets faults strike them. */
export async function startPlatformServer<PlatformError extends object>(
  options: PlatformServerOptions<PlatformError>,
): Promise<PlatformServer> {
  const server = createServer((request, response) => {
    serve(request, response, options).catch((error: unknown) => {
      // A bug of the fake itself: say so, so that no test takes it for the platform's word.
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`sandbox: ${error instanceof Error ? error.stack : String(error)}`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve<PlatformError extends object>(
  request: IncomingMessage,
  response: ServerResponse,
  options: PlatformServerOptions<PlatformError>,
): Promise<void> {
  const call = await readCall(request)
  if (call === null) {
    response.destroy()
    return
  }
  const { delayMs, breakage } = options.faults.strike(call)
  if (delayMs > 0) await sleep(delayMs)
  const route = options.routeOf(call.path)
  if (breakage?.type === 'cut_before') {
    options.calls.add(route, 'cut before')
    response.destroy()
    return
  }
  const answer = breakage?.type === 'answer' ? breakage.answer : await options.handle(call)
  options.calls.add(route, breakage?.type === 'cut' ? 'cut' : answer.code)
  if (breakage?.type === 'cut') response.destroy()
  else write(response, answer)
}

function write(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': answer.contentType ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
  })
  response.end(answer.body)
}

/** null when the caller went away or sent more than any platform takes. */
function readCall(request: IncomingMessage): Promise<Call | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MAX_BODY_BYTES) resolve(null)
      else chunks.push(chunk)
    })
    request.on('error', () => resolve(null))
    request.on('end', () => {
      const target = request.url ?? '/'
      const mark = target.indexOf('?')
      resolve({
        method: request.method ?? 'GET',
        path: mark < 0 ? target : target.slice(0, mark),
        query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
        headers: request.headers,
        body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
      })
    })
  })
}
