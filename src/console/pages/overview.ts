import { html } from 'hono/html'
import { vietnamTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import { type AccountId, channelOf, type ProvinceId } from '../../core/ids.ts'
import type { DeadLetter } from '../../outbox/dead-letters.store.ts'
import { type Backlog, type Overview, sumOf, type TokenRow } from '../overview.store.ts'
import type { ConsoleTexts } from '../texts.ts'
import { accountSaid } from './account.ts'
import { reasonOf } from './failures.ts'
import type { Html } from './layout.ts'
import { ageText, dateAndTime } from './times.ts'

export interface ConsoleAccount {
  readonly id: AccountId
  readonly province: ProvinceId
}

export interface OverviewPage {
  readonly texts: ConsoleTexts
  readonly accounts: readonly ConsoleAccount[]
  readonly overview: Overview
  /** The newest dead letters. */
  readonly recent: readonly DeadLetter[]
  readonly provinceName: (province: ProvinceId) => string
  /** UTC ms. */
  readonly now: number
}

/** The overview; it asks for itself anew every few seconds. */
export function renderOverview(page: OverviewPage): Html {
  const { overview, texts } = page
  const t = texts.overview
  return html`<div id="overview" hx-get="/console" hx-trigger="every 5s" hx-swap="outerMorph" hx-select="#overview">
<h1>${t.heading}</h1>
<p class="quiet">${fill(t.refreshed, { time: vietnamTime(page.now) })}</p>
<dl class="figures">
${figure(page, t.events, sumOf(overview.events))}
${figure(page, t.messages, sumOf(overview.messages))}
${figure(page, t.failures, { count: sumOf(overview.deadLetters).count, oldest: null }, true)}
${figure(page, t.set_aside, { count: overview.setAside, oldest: null }, true)}
${figure(page, t.requests, { count: overview.openRequests, oldest: null })}
</dl>
<h2 id="accounts">${t.accounts}</h2>
<div class="wide"><table class="rows" aria-labelledby="accounts">
<thead><tr><th scope="col">${t.account}</th><th scope="col">${t.province}</th><th scope="col">${t.waiting_events}</th><th scope="col">${t.waiting_messages}</th><th scope="col">${t.dead}</th><th scope="col">${t.token}</th></tr></thead>
<tbody>${page.accounts.map((account) => accountRow(page, account))}</tbody>
</table></div>
<h2>${t.recent}</h2>
${page.recent.length === 0 ? html`<p class="empty">${t.no_recent}</p>` : recentList(page)}
</div>`
}

function figure({ texts, now }: OverviewPage, label: string, { count, oldest }: Backlog, alarming = false): Html {
  const age = oldest === null ? null : fill(texts.overview.oldest, { age: ageText(now - oldest, texts.ages) })
  return html`<div class="${alarming && count > 0 ? 'alarming' : ''}"><dt>${label}</dt><dd><b>${count}</b>${age && html` <span>${age}</span>`}</dd></div>`
}

function accountRow(page: OverviewPage, { id, province }: ConsoleAccount): Html {
  const { overview, texts } = page
  const t = texts.overview
  const token = channelOf(id) === 'zalo-oa' ? tokenState(page, overview.tokens.get(id)) : null
  return html`<tr><th scope="row">${accountSaid(texts, id)}</th><td>${page.provinceName(province)}</td>
<td data-label="${t.waiting_events}">${waiting(page, overview.events.get(id))}</td><td data-label="${t.waiting_messages}">${waiting(page, overview.messages.get(id))}</td>
<td data-label="${t.dead}">${overview.deadLetters.get(id)?.count ?? 0}</td>
<td data-label="${t.token}">${token === null ? t.tokens.none : html`<span class="${token.bad ? 'bad' : 'good'}">${token.text}</span>`}</td></tr>`
}

function waiting({ texts, now }: OverviewPage, backlog: Backlog | undefined): string {
  if (!backlog || backlog.oldest === null) return '0'
  return `${backlog.count} · ${fill(texts.overview.oldest, { age: ageText(now - backlog.oldest, texts.ages) })}`
}

function tokenState({ texts, now }: OverviewPage, token: TokenRow | undefined): { text: string; bad: boolean } {
  const { tokens } = texts.overview
  if (!token) return { text: tokens.first, bad: false }
  if (token.dead) return { text: tokens.dead, bad: true }
  if (token.expiresAt <= now) return { text: tokens.expired, bad: false }
  return { text: fill(tokens.valid, { age: ageText(token.expiresAt - now, texts.ages) }), bad: false }
}

function recentList({ texts, recent }: OverviewPage): Html {
  return html`<ul class="list">${recent.map(
    (letter) =>
      html`<li><span class="quiet">${dateAndTime(letter.finishedAt ?? letter.createdAt)} · ${accountSaid(texts, letter.account)}</span> ${reasonOf(texts, letter).why}</li>`,
  )}</ul><p><a href="/console/failures">${texts.overview.all_failures}</a></p>`
}
