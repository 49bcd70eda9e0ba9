import type { Request, RequestHandler, Response } from 'express'
import { isSameOrigin } from '../http/browser/same-origin.ts'
import type { Session, Sessions } from './session.ts'

export const LOGIN_PATH = '/console/login'

type AdminHandler = (request: Request, response: Response, session: Session) => void | Promise<void>

/** Lets only the admin through to a handler. */
export interface Guard {
  /** For pages: others are sent to the login. */
  show(handler: AdminHandler): RequestHandler
  /** For deeds: also refuses what no form of this session's own pages sent. */
  act(handler: AdminHandler): RequestHandler
}

export function createGuard(options: {
  sessions: Sessions
  publicUrl: string
  refuseForm: (response: Response) => Promise<void>
}): Guard {
  const { sessions, publicUrl, refuseForm } = options

  async function adminOf(request: Request, response: Response): Promise<Session | null> {
    const session = await sessions.read(request)
    if (session?.role === 'admin') {
      sessions.renew(response, session)
      return session
    }
    sendToLogin(request, response)
    return null
  }

  return {
    show: (handler) => async (request, response) => {
      const session = await adminOf(request, response)
      if (session) await handler(request, response, session)
    },
    act: (handler) => async (request, response) => {
      const session = await adminOf(request, response)
      if (!session) return
      if (isSameOrigin(request, publicUrl) && sessions.isOwnForm(session, formField(request, 'csrf')))
        await handler(request, response, session)
      else await refuseForm(response)
    },
  }
}

/** htmx would put a redirect's page into the middle of the old one; it follows this header instead. */
function sendToLogin(request: Request, response: Response): void {
  if (request.headers['hx-request']) response.set('HX-Redirect', LOGIN_PATH).status(204).end()
  else response.redirect(303, LOGIN_PATH)
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
