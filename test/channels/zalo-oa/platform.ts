import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly json: unknown }
  | { readonly status: number; readonly text: string }
  /** The connection breaks after the request was read. */
  | 'reset'
  /** No answer ever comes. */
  | 'silence'

export interface Platform extends AsyncDisposable {
  readonly url: string
  readonly calls: readonly Call[]
  /** What the server answers from now on. */
  answer: (call: Call) => Answer | Promise<Answer>
}

/** A real HTTP server on a free port of this machine. */
export async function startPlatform(answer: Platform['answer']): Promise<Platform> {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const call = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
    calls.push(call)
    const given = await platform.answer(call)
    if (given === 'silence') return
    if (given === 'reset') request.socket.destroy()
    else if ('text' in given) response.writeHead(given.status, { 'content-type': 'text/html' }).end(given.text)
    else {
      const headers = { 'content-type': 'application/json', ...given.headers }
      response.writeHead(given.status ?? 200, headers).end(JSON.stringify(given.json))
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const platform: Platform = {
    url: `http://127.0.0.1:${port}`,
    calls,
    answer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return platform
}

/** Answers one after another; the last one stays. */
export function inTurn(...answers: readonly Answer[]): Platform['answer'] {
  let next = 0
  return () => answers[Math.min(next++, answers.length - 1)] ?? 'silence'
}
