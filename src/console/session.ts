import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { readCookie } from '../http/browser/cookies.ts'
import { createSigner } from '../http/browser/signer.ts'
import type { StaffId } from '../staff/member.ts'
import { findStaff } from '../staff/staff.store.ts'
import type { Who } from './access.ts'
import type { AdminPassword } from './admin-password.ts'
import { endSession, isSessionEnded } from './ended-session.store.ts'

const COOKIE = 'gd_console'
/** From its beginning, in use or not: a browser that was left open belongs to whoever sits down before it. */
const LASTS_MS = 12 * 3_600_000
/** How much longer the browser keeps a session's cookie: who comes back is told that it is over, not only asked to log in. */
const REMEMBERED_MS = 24 * 3_600_000

interface BrowserSession {
  readonly id: string
  /** UTC ms. */
  readonly expiresAt: number
  /** Stands in every form, so that no other site can send one. */
  readonly csrf: string
}

interface Guest {
  readonly role: 'guest'
}

/** A browser at the console; a guest until the password was given, or a link from a chat was used. */
export type Session = BrowserSession & (Guest | Who)
/** One of somebody who is known. */
export type SignedIn = BrowserSession & Who

export interface Sessions {
  /**
   * The session of the request's cookie; null when it is missing, forged, over or was ended. That of a member of staff ends
   * with their rights: who was removed, or has another role or unit by now, has none. The admin's end with their password.
   */
  read(request: Request): Promise<Session | null>
  /** A new session under a new id. */
  start<Whose extends Guest | Who>(response: Response, whose: Whose): Promise<BrowserSession & Whose>
  /** Whether the request comes from a browser that somebody was logged in at. */
  wasSignedIn(request: Request): boolean
  end(response: Response, session: SignedIn): Promise<void>
  /** Whether a form was made for some session of ours, over or not. */
  isForm(csrf: unknown): boolean
  /** Whether a form was made for this session. */
  isOwnForm(session: Session, csrf: unknown): boolean
}

/** Sessions live in a signed cookie; the database knows only those that were ended early. */
export function createSessions(options: {
  db: Db
  sealer: Sealer
  clock: Clock
  key: Buffer
  secure: boolean
  password: Pick<AdminPassword, 'mark'>
}): Sessions {
  const { db, sealer, clock, password } = options
  const cookies = createSigner(options.key, 'console session')
  const forms = createSigner(options.key, 'console form')
  const attributes = { httpOnly: true, sameSite: 'strict', secure: options.secure, path: '/console' } as const

  function partsOf(request: Request): readonly string[] {
    return cookies.verify(readCookie(request, COOKIE) ?? '')?.split('.') ?? []
  }

  async function whoseIs(id: string, role: string | undefined, rights: readonly string[]): Promise<Guest | Who | null> {
    if (role === 'guest') return { role }
    if (await isSessionEnded(db, id)) return null
    const member = role === 'staff' ? await findStaff(db, sealer, rights[0] as StaffId) : undefined
    const who: Who | null = role === 'admin' ? { role } : member ? { role: 'staff', member } : null
    return who && (await rightsOf(who)).join('.') === rights.join('.') ? who : null
  }

  /** What a session was begun with: one under other rights, or another password, begins anew. */
  async function rightsOf(whose: Guest | Who): Promise<readonly string[]> {
    if (whose.role === 'guest') return []
    if (whose.role === 'admin') return [await password.mark()]
    const { id, role, unit } = whose.member
    return [id, role, unit]
  }

  return {
    async read(request) {
      const [id = '', role, expiresAt, ...rights] = partsOf(request)
      if (id === '' || Number(expiresAt) <= clock.now()) return null
      const whose = await whoseIs(id, role, rights)
      return whose && { ...whose, id, expiresAt: Number(expiresAt), csrf: forms.sign(id) }
    },
    async start(response, whose) {
      const id = randomBytes(16).toString('hex')
      const expiresAt = clock.now() + LASTS_MS
      const parts = [id, whose.role, expiresAt, ...(await rightsOf(whose))]
      response.cookie(COOKIE, cookies.sign(parts.join('.')), { ...attributes, maxAge: LASTS_MS + REMEMBERED_MS })
      return { ...whose, id, expiresAt, csrf: forms.sign(id) }
    },
    wasSignedIn: (request) => ['admin', 'staff'].includes(partsOf(request)[1] ?? ''),
    async end(response, session) {
      await endSession(db, session.id, session.expiresAt, clock.now())
      response.clearCookie(COOKIE, attributes)
    },
    isForm: (csrf) => typeof csrf === 'string' && forms.verify(csrf) !== null,
    isOwnForm: (session, csrf) => typeof csrf === 'string' && forms.verify(csrf) === session.id,
  }
}
