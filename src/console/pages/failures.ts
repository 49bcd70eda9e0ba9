import { html } from 'hono/html'
import { SEND_FAILURES } from '../../core/channel.ts'
import { fill } from '../../core/fill.ts'
import type { DeadLetter } from '../../outbox/dead-letters.store.ts'
import type { OutboxId } from '../../outbox/outbox.store.ts'
import type { Session } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { accountSaid } from './account.ts'
import { csrfField, type Html } from './layout.ts'
import { dateAndTime } from './times.ts'

export interface FailuresPage {
  readonly texts: ConsoleTexts
  readonly session: Session
  readonly letters: readonly DeadLetter[]
  /** Older ones than those shown come before this id; null when there are none. */
  readonly olderThan: OutboxId | null
  /** What came of the deed before. */
  readonly notice: string | null
}

/** Dead letters with the reason of each and what to do about it. What they say is shown only when asked for. */
export function renderFailures({ texts, session, letters, olderThan, notice }: FailuresPage): Html {
  const t = texts.failures
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
${notice && html`<p class="notice" role="status">${notice}</p>`}
${
  letters.length === 0
    ? html`<p class="empty">${t.empty}</p>`
    : html`<form method="post" action="/console/failures/resend">
${csrfField(session)}
<ul class="cards">${letters.map((letter) => card(texts, letter))}</ul>
<p class="sticky"><button>${t.resend}</button></p>
${letters.length > 1 && html`<p><button class="plain" name="all" value="yes">${fill(t.resend_all, { count: String(letters.length) })}</button></p>`}
</form>`
}
${olderThan !== null && html`<p><a href="/console/failures?before=${olderThan}">${t.older}</a></p>`}`
}

function card(texts: ConsoleTexts, letter: DeadLetter): Html {
  const t = texts.failures
  const { why, cure } = reasonOf(texts, letter)
  const facts = [
    dateAndTime(letter.finishedAt ?? letter.createdAt),
    t.purposes[letter.purpose],
    accountSaid(texts, letter.account),
    fill(t.attempts, { count: String(letter.attempts) }),
    ...(letter.failureCode === null ? [] : [fill(t.code, { code: letter.failureCode })]),
  ]
  return html`<li>
<input type="hidden" name="shown" value="${letter.id}"><label class="choose"><input type="checkbox" name="id" value="${letter.id}" aria-label="${fill(t.choose, { id: String(letter.id) })}"></label>
<div>
<p><strong>${why}</strong></p>
<p>${cure}</p>
<p class="quiet">${facts.join(' · ')}</p>
<div id="words-${letter.id}"><button type="button" class="plain" hx-post="/console/failures/${letter.id}/words" hx-target="#words-${letter.id}">${t.show}</button></div>
</div>
</li>`
}

/** What a dead letter says to its person. */
export function renderWords(texts: ConsoleTexts, words: readonly string[] | null): Html {
  if (words === null) return html`<p class="empty">${texts.failures.gone}</p>`
  if (words.length === 0) return html`<p class="empty">${texts.failures.no_words}</p>`
  return html`<blockquote>${words.map((text) => html`<p>${text}</p>`)}</blockquote>`
}

/** Why a message was given up and what can be done, in plain words. */
export function reasonOf(texts: ConsoleTexts, letter: DeadLetter): { why: string; cure: string } {
  const failure = SEND_FAILURES.find((known) => known === letter.failure)
  return failure ? texts.failures.reasons[failure] : texts.failures.other_reason
}
