import { z } from 'zod'
import type { Call } from '../platform-server.ts'
import { type GraphResult, invalid, ok, toHttp } from './answers.ts'

const batchSchema = z
  .array(z.object({ method: z.enum(['GET', 'POST', 'DELETE']), relative_url: z.string(), body: z.string().optional() }))
  .max(50)

/** `POST /` with `batch`: up to 50 calls in one, each with its own code and body. */
export async function runBatch(
  batch: unknown,
  token: string,
  answer: (call: Call) => Promise<GraphResult>,
): Promise<GraphResult> {
  const parsed = batchSchema.safeParse(batch)
  if (!parsed.success) return invalid(parsed.error)
  const answers = []
  for (const item of parsed.data) {
    const [path = '', query = ''] = item.relative_url.replace(/^\/?/, '/').split('?')
    const inner: Call = {
      method: item.method,
      path,
      query: new URLSearchParams(query),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Buffer.from(item.body ?? ''),
    }
    const { status, body } = toHttp(await answer(inner))
    answers.push({ code: status, headers: [], body })
  }
  return ok(answers)
}
