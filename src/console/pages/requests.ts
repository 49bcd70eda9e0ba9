import { html } from 'hono/html'
import { fill } from '../../core/fill.ts'
import type { listOpenRequests } from '../../support/support.store.ts'
import type { Session } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { csrfField, type Html } from './layout.ts'
import { ageText, dateAndTime } from './times.ts'

export type OpenRequest = Awaited<ReturnType<typeof listOpenRequests>>[number]

export interface RequestsPage {
  readonly texts: ConsoleTexts
  readonly session: Session
  readonly requests: readonly OpenRequest[]
  readonly notice: string | null
  /** UTC ms. */
  readonly now: number
}

/** Who waits for a person, longest first. */
export function renderRequests({ texts, session, requests, notice, now }: RequestsPage): Html {
  const t = texts.requests
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
${notice && html`<p class="notice" role="status">${notice}</p>`}
${requests.length === 0 && html`<p class="empty">${t.empty}</p>`}
<ul class="cards">${requests.map(
    (request) => html`<li><div>
<p><strong>${fill(t.waiting, { age: ageText(now - request.at, texts.ages) })}</strong> <span class="quiet">${dateAndTime(request.at)} · ${request.contact}</span></p>
${request.question === null ? html`<p class="quiet">${t.no_question}</p>` : html`<p class="quiet">${t.asked}</p><blockquote>${request.question}</blockquote>`}
<form method="post" action="/console/requests/${request.id}/close">${csrfField(session)}<button>${t.close}</button></form>
</div></li>`,
  )}</ul>`
}
