import { html } from 'hono/html'
import { fill } from '../../core/fill.ts'
import type { SandboxMessage } from '../../sandbox/index.ts'
import type { ConsoleTexts } from '../texts.ts'
import type { Html } from './layout.ts'
import { dateAndTime } from './times.ts'

/** What the fake platforms accepted, newest first; it asks for itself anew every few seconds. */
export function renderSent(texts: ConsoleTexts, messages: readonly SandboxMessage[]): Html {
  const t = texts.sent
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
<div id="sent" hx-get="/console/sent" hx-trigger="every 3s" hx-swap="outerMorph" hx-select="#sent">
${messages.length === 0 && html`<p class="empty">${t.empty}</p>`}
<ul class="cards">${messages.map(
    (message) => html`<li class="${message.platform}"><div>
<p class="quiet"><b class="badge">${t.platforms[message.platform]}</b> ${dateAndTime(message.at)} · ${fill(t.to, { to: message.to })}</p>
<p class="words">${message.text}</p>
${message.buttons.length > 0 && html`<p class="buttons">${message.buttons.map((button) => html`<span>${button.title}</span>`)}</p>`}
</div></li>`,
  )}</ul>
</div>`
}
