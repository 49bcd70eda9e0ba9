import type { RequestHandler } from 'express'

/**
 * Headers of every page: no script or style but our own files, no frame around it, nothing kept in caches, nothing told
 * to other sites. `imageSources` are the places pictures may come from (Content Security Policy).
 */
export function pageHeaders(imageSources: string): RequestHandler {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${imageSources}`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'X-Frame-Options': 'DENY',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    })
    next()
  }
}
