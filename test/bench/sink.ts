import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A platform that accepts whatever it is sent, and answers each call a while after it came. */
export interface Sink extends AsyncDisposable {
  readonly url: string
  /** Calls so far. */
  readonly calls: number
}

const RECIPIENT = /"recipient":\{"id":"?(\d+)/

/** `isCounted` is told the recipient's platform id of each call as soon as it is there, and says whether it counts. */
export async function startSink(answerMs: number, isCounted: (recipient: string) => boolean): Promise<Sink> {
  let calls = 0
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('latin1')
    request.on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const recipient = RECIPIENT.exec(body)?.[1] ?? ''
      if (recipient !== '' && isCounted(recipient)) calls += 1
      const answer = JSON.stringify({ recipient_id: recipient, message_id: `m_${calls}`, data: [] })
      const head = { 'Content-Type': 'application/json', 'Content-Length': answer.length }
      setTimeout(() => response.writeHead(200, head).end(answer), answerMs)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}
