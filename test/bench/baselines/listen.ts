import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isSignedWith, readSignatureHeader } from '../../../src/channels/zalo-oa/signature.ts'
import { SANDBOX_ZALO } from '../../../src/sandbox/index.ts'

export interface ReceivedEvent {
  readonly messageId: string
  readonly body: Buffer
}

/**
 * The least a webhook of Zalo can be: reads the body, checks the signature, lets `take` keep the event, answers 200.
 * Prints its port.
 */
export function listen(take: (event: ReceivedEvent, done: () => void) => void): void {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const event: { timestamp: string; message: { msg_id: string } } = JSON.parse(body.toString('utf8'))
      const mac = readSignatureHeader(request.headers['x-zevent-signature'])
      const content = { appId: SANDBOX_ZALO.appId, body, timestamp: event.timestamp }
      const genuine = mac !== null && isSignedWith(SANDBOX_ZALO.oaSecretKey, content, mac)
      if (genuine) take({ messageId: event.message.msg_id, body }, () => response.writeHead(200, LENGTH_2).end('ok'))
      else response.writeHead(401, LENGTH_2).end('no')
    })
  })
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
}

const LENGTH_2 = { 'Content-Length': 2 }
