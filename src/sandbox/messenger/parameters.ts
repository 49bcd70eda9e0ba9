import { isMultipart, readMultipart } from '../multipart.ts'
import type { Call } from '../platform-server.ts'

/** The parameters of a Graph call: from the query and from a JSON, form or multipart body. */
export interface Parameters {
  readonly values: Readonly<Record<string, unknown>>
  readonly file: File | null
}

/** null when the body is not what its content type says. Form values that look like JSON are read as JSON. */
export async function readParameters(call: Call): Promise<Parameters | null> {
  const query = Object.fromEntries(call.query)
  if (call.body.length === 0) return { values: query, file: null }
  if (isMultipart(call)) return readUpload(call, query)
  const type = call.headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { values: { ...query, ...readForm(new URLSearchParams(call.body.toString())) }, file: null }
  try {
    const json: unknown = JSON.parse(call.body.toString())
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
    return { values: { ...query, ...json }, file: null }
  } catch {
    return null
  }
}

async function readUpload(call: Call, query: Record<string, string>): Promise<Parameters | null> {
  const form = await readMultipart(call)
  if (!form) return null
  const file = form.get('filedata')
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return { values: { ...query, ...readForm(texts) }, file: file instanceof File ? file : null }
}

function readForm(entries: Iterable<[string, string]>): Record<string, unknown> {
  return Object.fromEntries([...entries].map(([key, value]) => [key, /^[[{]/.test(value) ? jsonOr(value) : value]))
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
