import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedPost {
  readonly headers: IncomingHttpHeaders
  /** As it came over the wire. */
  readonly text: string
}

export interface Receiver {
  readonly url: string
  readonly posts: ReceivedPost[]
  /** The bodies, read as JSON. */
  readonly events: () => Record<string, unknown>[]
  /** What the next posts are answered with; afterwards 200. `'hang'` never answers. */
  readonly script: (number | 'hang')[]
  close(): Promise<void>
}

/** A webhook of the simplest kind: it keeps what it gets and answers as it is told. A GET returns its `hub.challenge`. */
export async function startReceiver(): Promise<Receiver> {
  const posts: ReceivedPost[] = []
  const script: (number | 'hang')[] = []
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams
      response.writeHead(query.get('hub.verify_token') === 'right-token' ? 200 : 403)
      response.end(query.get('hub.challenge'))
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      posts.push({ headers: request.headers, text: Buffer.concat(chunks).toString() })
      const status = script.shift() ?? 200
      if (status === 'hang') return
      response.writeHead(status)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    posts,
    events: () => posts.map((post) => JSON.parse(post.text) as Record<string, unknown>),
    script,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
