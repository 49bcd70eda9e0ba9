import { html } from 'hono/html'
import { fill } from '../../core/fill.ts'
import { channelOf } from '../../core/ids.ts'
import type { UnitId } from '../../staff/member.ts'
import type { TicketEntry } from '../../support/ticket.store.ts'
import type { Ticket, TicketId } from '../../support/ticket.ts'
import type { Session } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { csrfField, type Html, type Outcome, renderOutcome } from './layout.ts'
import { ageText, dateAndTime } from './times.ts'

export interface ShownRequest {
  readonly ticket: Ticket
  /** What was said about it, in order. */
  readonly entries: readonly TicketEntry[]
}

export interface RequestsPage {
  readonly texts: ConsoleTexts
  readonly session: Session
  readonly requests: readonly ShownRequest[]
  readonly outcome: Outcome | null
  /** A reply that could not be sent, for whoever wrote it to use elsewhere. */
  readonly unsent: { readonly ticket: TicketId; readonly text: string } | null
  /** UTC ms. */
  readonly now: number
  /** Names the replies of this page: one that is sent twice goes out once. */
  readonly formKey: string
  /** Of staff, as the audit log names them. */
  readonly names: ReadonlyMap<string, string>
  readonly unitName: (unit: UnitId) => string
}

/** Who waits for a person, longest first: what was said, who has it, and what can be done. */
export function renderRequests(page: RequestsPage): Html {
  const { texts, requests, outcome, unsent } = page
  const t = texts.requests
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
${renderOutcome(outcome)}
${unsent && !requests.some(({ ticket }) => ticket.id === unsent.ticket) && html`<p><label>${texts.refused.words} <textarea rows="4" readonly>${unsent.text}</textarea></label></p>`}
${requests.length === 0 && html`<p class="empty">${t.empty}</p>`}
<ul class="cards">${requests.map((request) => card(page, request))}</ul>`
}

function card(page: RequestsPage, { ticket, entries }: ShownRequest): Html {
  const { texts, session, now } = page
  const t = texts.requests
  const status = ticket.status === 'closed' ? 'answered' : ticket.status
  const facts = [
    dateAndTime(ticket.createdAt),
    texts.broadcasts.channels[channelOf(ticket.contact)],
    ...(ticket.unit === null ? [] : [page.unitName(ticket.unit)]),
    t.levels[ticket.level],
    ...(ticket.holder === null ? [] : [fill(t.holder, { name: holderName(page, ticket.holder) })]),
    ...(ticket.dueAt === null ? [] : [fill(t.due, { time: dateAndTime(ticket.dueAt) })]),
  ]
  const said = entries.filter((entry) => entry.text !== null)
  return html`<li><div>
<p><strong>${ticket.code} · ${t.states[status]} · ${fill(t.waiting, { age: ageText(now - ticket.createdAt, texts.ages) })}</strong></p>
<p class="quiet">${facts.join(' · ')}</p>
${said.length === 0 && html`<p class="quiet">${t.no_question}</p>`}
${said.map((entry) => words(page, entry))}
<form class="reply" method="post" action="/console/requests/${ticket.id}/reply">${csrfField(session)}<input type="hidden" name="key" value="${page.formKey}">
<textarea name="text" rows="3" maxlength="2000" required aria-label="${fill(t.reply, { code: ticket.code })}">${page.unsent?.ticket === ticket.id ? page.unsent.text : ''}</textarea>
<button>${t.send}</button></form>
<div class="deeds">
${ticket.holder === null && deed(page, ticket, 'take', t.take)}
${deed(page, ticket, 'close', t.close)}
</div>
</div></li>`
}

function words(page: RequestsPage, { author, actor, text, at }: TicketEntry): Html {
  const { texts } = page
  const staff = actor === null ? texts.requests.elsewhere : holderName(page, actor)
  const who = author === 'citizen' ? texts.requests.asked : staff
  return html`<p class="quiet">${who} · ${dateAndTime(at)}</p><blockquote>${text}</blockquote>`
}

function deed({ session }: RequestsPage, ticket: Ticket, name: 'take' | 'close', label: string): Html {
  return html`<form method="post" action="/console/requests/${ticket.id}/${name}">${csrfField(session)}<button class="plain">${label}</button></form>`
}

/** Staff who left are named by their ids. */
function holderName({ texts, names }: RequestsPage, holder: string): string {
  return holder === 'admin' ? texts.requests.admin : (names.get(holder) ?? holder)
}
