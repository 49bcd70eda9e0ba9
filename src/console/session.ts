import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/open.ts'
import { readCookie } from '../http/browser/cookies.ts'
import { createSigner } from '../http/browser/signer.ts'
import { endSession, isSessionEnded } from './ended-session.store.ts'

const COOKIE = 'gd_console'
const LASTS_MS = 12 * 3_600_000
/** A session in use is made longer, but not with every request. */
const RENEW_AFTER_MS = 10 * 60_000

/** A browser at the console; a guest until the password was given. */
export interface Session {
  readonly id: string
  readonly role: 'guest' | 'admin'
  /** UTC ms. */
  readonly expiresAt: number
  /** Stands in every form, so that no other site can send one. */
  readonly csrf: string
}

export interface Sessions {
  /** The session of the request's cookie; null when it is missing, forged, over or was ended. */
  read(request: Request): Promise<Session | null>
  /** A new session under a new id. */
  start(response: Response, role: Session['role']): Session
  /** Makes a session in use last longer. */
  renew(response: Response, session: Session): void
  end(response: Response, session: Session): Promise<void>
  /** Whether a form was made for this session. */
  isOwnForm(session: Session, csrf: unknown): boolean
}

/** Sessions live in a signed cookie; the database knows only those that were ended early. */
export function createSessions(options: { db: Db; clock: Clock; key: Buffer; secure: boolean }): Sessions {
  const { db, clock } = options
  const cookies = createSigner(options.key, 'console session')
  const forms = createSigner(options.key, 'console form')
  const attributes = { httpOnly: true, sameSite: 'strict', secure: options.secure, path: '/console' } as const

  function keep(response: Response, id: string, role: Session['role']): Session {
    const expiresAt = clock.now() + LASTS_MS
    response.cookie(COOKIE, cookies.sign(`${id}.${role}.${expiresAt}`), { ...attributes, maxAge: LASTS_MS })
    return { id, role, expiresAt, csrf: forms.sign(id) }
  }

  return {
    async read(request) {
      const value = cookies.verify(readCookie(request, COOKIE) ?? '')
      const [id = '', role, expiresAt] = value?.split('.') ?? []
      if (id === '' || Number(expiresAt) <= clock.now()) return null
      if (role !== 'guest' && role !== 'admin') return null
      if (role === 'admin' && (await isSessionEnded(db, id))) return null
      return { id, role, expiresAt: Number(expiresAt), csrf: forms.sign(id) }
    },
    start: (response, role) => keep(response, randomBytes(16).toString('hex'), role),
    renew(response, session) {
      if (session.expiresAt - clock.now() < LASTS_MS - RENEW_AFTER_MS) keep(response, session.id, session.role)
    },
    async end(response, session) {
      // A renewed cookie of the same session may live longer than the one that was shown.
      await endSession(db, session.id, clock.now() + LASTS_MS, clock.now())
      response.clearCookie(COOKIE, attributes)
    },
    isOwnForm: (session, csrf) => typeof csrf === 'string' && forms.verify(csrf) === session.id,
  }
}
