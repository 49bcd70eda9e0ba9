import type { Response } from 'express'
import { type Html, type Layout, type PageName, renderPage, renderProblem, renderShell } from './pages/layout.ts'
import type { SignedIn } from './session.ts'

/** Why somebody does not get what they asked for. */
export type Problem = 'refused' | 'session_over' | 'not_yours' | 'missing' | 'link_gone'

const STATUS: Readonly<Record<Problem, number>> = {
  refused: 403,
  session_over: 401,
  not_yours: 403,
  missing: 404,
  link_gone: 410,
}

/** Answers with pages that all wear the same frame. */
export interface SendPage {
  page(response: Response, session: SignedIn, current: PageName, body: Html): Promise<void>
  /** A page outside the navigation, for those who are not logged in. */
  bare(response: Response, heading: string, body: Html): Promise<void>
  /** Says why there is nothing, under the status that goes with it. `words`: what they wrote in vain, to be copied. */
  problem(response: Response, problem: Problem, words?: string | null): Promise<void>
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
    problem: (response, problem, words = null) =>
      send(response.status(STATUS[problem]), renderProblem(layout, problem, words)),
    fragment: send,
  }
}
