import type { Response } from 'express'
import { type Html, type Layout, type PageName, renderPage, renderShell } from './pages/layout.ts'
import type { Session } from './session.ts'

/** Answers with pages that all wear the same frame. */
export interface SendPage {
  page(response: Response, session: Session, current: PageName, body: Html): Promise<void>
  /** A page outside the navigation, for those who are not logged in. */
  bare(response: Response, heading: string, body: Html): Promise<void>
  /** A piece for htmx to put into a page. */
  fragment(response: Response, body: Html): Promise<void>
}

export function createSendPage(layout: Layout): SendPage {
  async function send(response: Response, body: Html): Promise<void> {
    response.type('html').send(String(await body))
  }
  return {
    page: (response, session, current, body) => send(response, renderPage(layout, session, current, body)),
    bare: (response, heading, body) => send(response, renderShell(layout, heading, body)),
    fragment: send,
  }
}
