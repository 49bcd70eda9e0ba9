import type { Request, RequestHandler, Response } from 'express'
import { isSameOrigin } from '../http/browser/same-origin.ts'
import type { Who } from './access.ts'
import type { Sessions, SignedIn } from './session.ts'

export const LOGIN_PATH = '/console/login'
/** The login as it is shown to somebody whose session is over. */
const LOGIN_AGAIN_PATH = `${LOGIN_PATH}?ended=yes`

type Handler = (request: Request, response: Response, session: SignedIn) => void | Promise<void>

/** Lets only those who may through to a handler: strangers are sent to the login, others are refused. */
export interface Guard {
  /** For pages. */
  show(handler: Handler): RequestHandler
  /** For deeds: also refuses what no form of this session's own pages sent. */
  act(handler: Handler): RequestHandler
}

export interface GuardOptions {
  readonly sessions: Sessions
  readonly publicUrl: string
  /** Of what no form of the session's own pages sent, or of one whose session is over. */
  readonly refuseForm: (request: Request, response: Response, why: 'refused' | 'session_over') => Promise<void>
  /** Of a page that is not theirs. */
  readonly refusePage: (response: Response) => Promise<void>
}

/** Makes the guard of a page, by who may open it. */
export function createGuards(options: GuardOptions): (may: (who: Who) => boolean) => Guard {
  const { sessions, publicUrl } = options

  return (may) => {
    async function admit(request: Request, response: Response): Promise<SignedIn | null> {
      const session = await sessions.read(request)
      if (!session || session.role === 'guest') {
        const over = session === null && sessions.wasSignedIn(request)
        // What was typed into a form is shown to whoever typed it; a redirect would throw it away.
        if (sessions.isForm(formField(request, 'csrf'))) await options.refuseForm(request, response, 'session_over')
        else sendToLogin(request, response, over ? LOGIN_AGAIN_PATH : LOGIN_PATH)
        return null
      }
      if (may(session)) return session
      await options.refusePage(response)
      return null
    }

    return {
      show: (handler) => async (request, response) => {
        const session = await admit(request, response)
        if (session) await handler(request, response, session)
      },
      act: (handler) => async (request, response) => {
        const session = await admit(request, response)
        if (!session) return
        if (isSameOrigin(request, publicUrl) && sessions.isOwnForm(session, formField(request, 'csrf')))
          await handler(request, response, session)
        else await options.refuseForm(request, response, 'refused')
      },
    }
  }
}

/** htmx would put a redirect's page into the middle of the old one; it follows this header instead. */
function sendToLogin(request: Request, response: Response, path: string): void {
  if (request.headers['hx-request']) response.set('HX-Redirect', path).status(204).end()
  else response.redirect(303, path)
}

/** A field of a posted form, as text; undefined when it is missing or came more than once. */
export function formField(request: Request, name: string): string | undefined {
  const value = (request.body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : undefined
}

/** All values of a field of a posted form. */
export function formFields(request: Request, name: string): string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name]
  return [value].flat().filter((one) => typeof one === 'string')
}
