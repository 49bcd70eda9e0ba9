import type { Call } from './platform-server.ts'

/** Whether a call says that its body is `multipart/form-data`. */
export function isMultipart(call: Call): boolean {
  return (call.headers['content-type'] ?? '').startsWith('multipart/form-data')
}

/** The parts of a `multipart/form-data` body; null when it is not what it says. */
export async function readMultipart(call: Call): Promise<FormData | null> {
  const headers = { 'content-type': call.headers['content-type'] ?? '' }
  try {
    return await new Response(new Uint8Array(call.body), { headers }).formData()
  } catch {
    return null
  }
}
