/** The keys under which platforms carry what a person reads. */
const READ_KEYS = new Set(['text', 'title', 'subtitle', 'label', 'alt', 'name'])

/** The words that a person would read in a rendered message, in order, whatever the platform's shape of it. */
export function wordsOfPart(body: unknown): string[] {
  if (Array.isArray(body)) return body.flatMap(wordsOfPart)
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([key, value]) => {
    if (typeof value !== 'string') return wordsOfPart(value)
    return READ_KEYS.has(key) && value.trim() !== '' ? [value] : []
  })
}
