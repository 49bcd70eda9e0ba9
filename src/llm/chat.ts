import type { BaseMessageLike } from '@langchain/core/messages'

/** The endpoint to ask: any that speaks OpenAI's chat completions. */
export interface LlmSettings {
  readonly baseUrl: string
  /** null where the endpoint wants none. */
  readonly apiKey: string | null
  readonly model: string
}

/** Asks the model: what it is told to do, and the data to do it with. Rejects on any failure, also when `signal` aborts. */
export type Chat = (order: string, data: object, signal: AbortSignal) => Promise<string>

/** Begins to load the client at once: loading takes longer than a person may wait. Only called where a model is set. */
export function createChat({ baseUrl, apiKey, model }: LlmSettings): Chat {
  const loading = loadClient({ baseUrl, apiKey, model })
  // Reported where it is awaited.
  loading.catch(() => {})
  return async (order, data, signal) => {
    const client = await loading
    const messages: BaseMessageLike[] = [
      ['system', order],
      ['human', JSON.stringify(data)],
    ]
    const { content } = await client.invoke(messages, { signal })
    if (typeof content !== 'string') throw new Error('the model answered with something other than text')
    return content.trim()
  }
}

async function loadClient({ baseUrl, apiKey, model }: LlmSettings) {
  const { ChatOpenAICompletions } = await import('@langchain/openai')
  return new ChatOpenAICompletions({
    model,
    apiKey: apiKey ?? 'none',
    configuration: { baseURL: baseUrl, logLevel: 'off' },
    // A second try would not fit into the time that a person waits.
    maxRetries: 0,
  })
}
