import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Router } from 'express'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

export interface Assets {
  /** The address of a file by its name, such as `/chat/assets/1f0c2a9b8d3e/chat.js`. Throws for a name that was not loaded. */
  url(name: string): string
  readonly router: Router
}

/**
 * Scripts and style sheets, read once, each joined from its parts. The hash of all of them stands in each address, so
 * that browsers keep a file for a year and yet never show an old one, and so that scripts can import each other by name.
 * `mount` is the path under which the router will be found.
 */
export function loadAssets(mount: string, parts: Readonly<Record<string, readonly (URL | string)[]>>): Assets {
  const hash = createHash('sha256')
  const files = new Map<string, { plain: Buffer; gzip: Buffer }>()
  for (const [name, paths] of Object.entries(parts)) {
    const plain = Buffer.concat(paths.map((path) => readFileSync(path)))
    hash.update(plain)
    files.set(name, { plain, gzip: gzipSync(plain) })
  }
  const version = hash.digest('hex').slice(0, 12)

  const router = Router()
  router.get(`/${version}/:file`, (request, response, next) => {
    const { file } = request.params
    const body = files.get(file)
    if (!body) return next()
    response.set({
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
      'Content-Type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
      Vary: 'Accept-Encoding',
    })
    if (request.acceptsEncodings('gzip')) response.set('Content-Encoding', 'gzip').send(body.gzip)
    else response.send(body.plain)
  })
  return {
    router,
    url(name) {
      if (!files.has(name)) throw new Error(`no asset is named ${name}`)
      return `${mount}/${version}/${name}`
    },
  }
}
