import { html } from 'hono/html'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { fill } from '../../core/fill.ts'
import { CHANNEL_TYPES } from '../../core/ids.ts'
import type { ChangeForm, ChangeMistake } from '../broadcast-change-form.ts'
import type { SignedIn } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { csrfField, type Html, mistakeAt, renderOutcome, withMistake } from './layout.ts'

const SCHEDULES = ['once', 'daily', 'weekly', 'cron'] as const
/** The kinds of more than one time. */
const MANY = 'daily weekly cron'

export interface BroadcastChangePage {
  readonly texts: ConsoleTexts
  readonly session: SignedIn
  readonly broadcast: Broadcast
  /** Of what the form was made from. */
  readonly hash: string
  readonly form: ChangeForm
  /** What stands against the change, and beside which part of the form it is said. */
  readonly against: { readonly part: ChangeMistake; readonly text: string } | null
}

/** The form in which an officer mends what stands in a broadcast. */
export function renderBroadcastChange({ texts, session, broadcast, hash, form, against }: BroadcastChangePage): Html {
  const t = texts.broadcasts.change
  const { id, plan } = broadcast
  const wrong = (part: ChangeMistake) => (against?.part === part ? against.text : null)
  /** Takes whoever reads the refused form to the part where the mistake is. */
  const at = (part: ChangeMistake) => withMistake(`${part}-mistake`, wrong(part))
  const said = (part: ChangeMistake) => mistakeAt(`${part}-mistake`, wrong(part))
  const line = (name: keyof ChangeForm & keyof typeof t, hint = '', when = '', mistake: Html | false = false) =>
    html`<p${when !== '' && html` class="of ${when}"`}><label>${t[name]} <input name="${name}" value="${String(form[name])}" placeholder="${hint}"${mistake}></label></p>`
  return html`<p><a href="/console/broadcasts/${id}">${t.back}</a></p>
<h1>${fill(t.heading, { title: broadcast.title })}</h1>
<p class="lead">${t.lead}</p>
${against?.part === 'nothing' && renderOutcome({ text: against.text, done: false })}
<form method="post" action="/console/broadcasts/${id}/change">${csrfField(session)}<input type="hidden" name="hash" value="${hash}">
${said('title')}${line('title', '', '', at('title'))}
<p><label>${t.text} <textarea name="text" rows="8" maxlength="1500" required${at('content')}>${form.text}</textarea></label>${said('content')}</p>
${Object.entries(form.values).map(
  ([name, value]) =>
    html`<p><label>${fill(t.value, { name })} <input name="value.${name}" value="${value}"></label></p>`,
)}
<h2>${t.whom}</h2>
${said('segment')}
<p>${CHANNEL_TYPES.map(
    (channel) =>
      html`<label><input type="checkbox" name="channels" value="${channel}"${form.channels.includes(channel) && html` checked`}> ${texts.broadcasts.channels[channel]}</label> `,
  )}</p>
<p class="quiet">${t.channels_hint}</p>
${line('communes', 'xã Chư Sê, 23563', '', at('segment'))}${line('classes', 'LC12')}${line('seen', '30')}${line('fresh', '7')}
<h2>${t.when}</h2>
${said('schedule')}
${plan && html`<p class="quiet">${fill(texts.broadcasts.plan, { plan: plan.plan, from: plan.from, to: plan.to })}</p>`}
<p><label>${t.type} <select name="type"${at('schedule')}>${SCHEDULES.map(
    (type) => html`<option value="${type}"${type === form.type && html` selected`}>${t.types[type]}</option>`,
  )}</select></label></p>
${line('at', '05/10/2026 08:00', 'once daily weekly')}${line('from', '05/10/2026', MANY)}${line('to', '10/10/2026', MANY)}
${line('days', 't2, t4, cn', 'weekly')}${line('expression', '30 7 * * *', 'cron')}
<button>${t.submit}</button></form>`
}
