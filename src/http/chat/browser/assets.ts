import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { Router } from 'express'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

export interface Assets {
  /** The address of a file by its name, such as `/chat/assets/chat.1f0c2a9b8d.js`. Throws for a name that was not loaded. */
  url(name: string): string
  readonly router: Router
}

/**
 * Scripts and style sheets, read once. The hash of its content stands in each address, so that browsers keep a file for a
 * year and yet never show an old one. `mount` is the path under which the router will be found.
 */
export function loadAssets(mount: string, paths: Readonly<Record<string, URL | string>>): Assets {
  const urls = new Map<string, string>()
  const files = new Map<string, { body: Buffer; type: string }>()
  for (const [name, path] of Object.entries(paths)) {
    const body = readFileSync(path)
    const extension = extname(name)
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
    const hashed = `${name.slice(0, -extension.length)}.${hash}${extension}`
    urls.set(name, `${mount}/${hashed}`)
    files.set(hashed, { body, type: CONTENT_TYPES[extension] ?? 'application/octet-stream' })
  }

  const router = Router()
  router.get('/:file', (request, response, next) => {
    const file = files.get(request.params.file)
    if (!file) return next()
    response.set({ 'Cache-Control': 'public, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff' })
    response.type(file.type).send(file.body)
  })
  return {
    router,
    url(name) {
      const url = urls.get(name)
      if (url === undefined) throw new Error(`no asset is named ${name}`)
      return url
    },
  }
}
