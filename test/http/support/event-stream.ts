import { z } from 'zod'

const itemSchema = z.object({
  key: z.string(),
  at: z.number(),
  from: z.enum(['person', 'assistant']),
  text: z.string().optional(),
  view: z.object({ text: z.string().optional() }).optional(),
})
export type StreamedItem = z.infer<typeof itemSchema>

export interface EventStream extends AsyncDisposable {
  readonly response: Response
  /** The items of the history, which comes first. */
  readonly history: readonly StreamedItem[]
  /** The next live item. */
  next(): Promise<StreamedItem>
}

/** Opens a chat page's event stream as a browser would and waits for its history. */
export async function openStream(url: string, cookie: string): Promise<EventStream> {
  const response = await fetch(url, { headers: { cookie } })
  if (!response.ok || !response.body) throw new Error(`the stream answers ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''

  async function nextBlock(): Promise<{ event: string; data: unknown }> {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        const match = /^event: (\w+)\ndata: (.*)$/.exec(block)
        if (match) return { event: match[1] ?? '', data: JSON.parse(match[2] ?? '') }
      } else {
        const { value, done } = await reader.read()
        if (done) throw new Error('the stream ended')
        text += value
      }
    }
  }

  const first = await nextBlock()
  return {
    response,
    history: z.array(itemSchema).parse(first.data),
    next: async () => itemSchema.parse((await nextBlock()).data),
    [Symbol.asyncDispose]: () => reader.cancel(),
  }
}
