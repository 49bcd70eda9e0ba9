import type { Request } from 'express'

/**
 * Whether a request was made by a page of ours. Sec-Fetch-Site says it outright (https://www.w3.org/TR/fetch-metadata/);
 * browsers without it send Origin with every POST, which must be the public address or the host that was called. A
 * request with neither comes from no browser of these years and is refused.
 */
export function isSameOrigin(request: Request, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = request.headers
  if (origin === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === host || origin === new URL(publicUrl).origin
}
