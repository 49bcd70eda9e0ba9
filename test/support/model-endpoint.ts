import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
})

/** What the model was asked: the order, and the data that it was given as JSON. */
export interface ModelRequest {
  readonly order: string
  readonly data: Readonly<Record<string, string | null>>
  readonly authorization: string | undefined
}

/** A text is the model's answer; a number a refusal with that status; `slow` never ends, `cut` ends in the middle. */
export type ModelReply = string | number | 'slow' | 'cut' | 'nonsense'

/** A real HTTP server that speaks OpenAI's chat completions. */
export interface ModelEndpoint extends AsyncDisposable {
  /** The base address, as for `LLM_BASE_URL`. */
  readonly url: string
  readonly requests: readonly ModelRequest[]
  /** From now on answers come from here. */
  answer(reply: (request: ModelRequest) => ModelReply): void
}

export async function startModelEndpoint(): Promise<ModelEndpoint> {
  const requests: ModelRequest[] = []
  let answerTo: (request: ModelRequest) => ModelReply = () => 500
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') {
      response.writeHead(404).end()
      return
    }
    const { messages } = requestSchema.parse(JSON.parse(Buffer.concat(chunks).toString()))
    const [system, person] = messages
    const request: ModelRequest = {
      order: system?.content ?? '',
      data: JSON.parse(person?.content ?? '{}'),
      authorization: incoming.headers.authorization,
    }
    requests.push(request)
    send(response, answerTo(request))
  })
  server.listen(0)
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/v1`,
    requests,
    answer(reply) {
      answerTo = reply
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, reply: ModelReply): void {
  const json = { 'content-type': 'application/json' }
  if (reply === 'slow') return
  if (reply === 'nonsense') {
    response.writeHead(200, json).end('<html>not a model</html>')
    return
  }
  if (typeof reply === 'number') {
    response.writeHead(reply, { ...json, 'retry-after': '30' }).end('{"error":{"message":"no"}}')
    return
  }
  const body = completionOf(reply === 'cut' ? 'half of an answer' : reply)
  if (reply === 'cut') {
    response.writeHead(200, { ...json, 'content-length': body.length * 2 })
    response.write(body.slice(0, body.length / 2), () => response.destroy())
    return
  }
  response.writeHead(200, json).end(body)
}

function completionOf(content: string): string {
  return JSON.stringify({
    id: 'completion',
    object: 'chat.completion',
    created: 0,
    model: 'model',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  })
}
