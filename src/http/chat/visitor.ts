import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { DAY_MS } from '../../core/durations.ts'
import { readCookie } from '../browser/cookies.ts'
import { createSigner } from '../browser/signer.ts'

const COOKIE = 'gd_visitor'
const KEPT_MS = 180 * DAY_MS

/** Who is at a browser: a random id of 128 bits in a signed cookie that scripts cannot read. */
export interface Visitors {
  /** The visitor's id, or null when the browser brought none of ours. */
  find(request: Request): string | null
  /** Makes a new visitor of whoever asked; gives their id. */
  create(response: Response): string
}

/** Visitors by a signed cookie; `secure`: it is sent over https alone. */
export function createVisitors(options: { key: Buffer; secure: boolean }): Visitors {
  const signer = createSigner(options.key, 'chat visitor')
  return {
    find(request) {
      const cookie = readCookie(request, COOKIE)
      return cookie === undefined ? null : signer.verify(cookie)
    },
    create(response) {
      const visitor = randomBytes(16).toString('hex')
      response.cookie(COOKIE, signer.sign(visitor), {
        httpOnly: true,
        sameSite: 'lax',
        secure: options.secure,
        path: '/chat',
        maxAge: KEPT_MS,
      })
      return visitor
    },
  }
}
