import { html } from 'hono/html'
import type { GroupAccount, LoginProgress } from '../../channels/zalo-personal/account.store.ts'
import type { KnownGroup } from '../../channels/zalo-personal/group.store.ts'
import type { PostStatus } from '../../channels/zalo-personal/zalo-groups.schema.ts'
import { fill } from '../../core/fill.ts'
import type { UnitChoice } from '../access.ts'
import type { Session } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { csrfField, type Html, mistakeAt, type Outcome, renderOutcome, withMistake } from './layout.ts'

export interface GroupsPage {
  readonly texts: ConsoleTexts
  readonly session: Session
  readonly account: GroupAccount
  readonly groups: readonly KnownGroup[]
  readonly today: Readonly<Record<PostStatus, number>>
  readonly postsPerDay: number
  /** Of all provinces that are served. */
  readonly communes: readonly UnitChoice[]
  readonly outcome: Outcome | null
  /** Where what was typed is no commune: of which group, and what. */
  readonly wrong: { readonly group: string; readonly typed: string } | null
}

/** The account that posts into groups: the warning first, then how it stands, the login, and its groups. */
export function renderGroups(page: GroupsPage): Html {
  const { texts, session, account, groups, today, outcome } = page
  const t = texts.groups
  const counts = {
    posted: String(today.posted),
    failed: String(today.failed),
    unknown: String(today.unknown),
    cap: String(page.postsPerDay),
  }
  return html`<h1>${t.heading}</h1>
<p class="problem" role="note">${t.warning}</p>
${renderOutcome(outcome)}
${standing(texts, account)}
<p class="quiet">${fill(t.today, counts)}</p>
${account.login && renderLogin(texts, account.login)}
<form class="reply" method="post" action="/console/groups/login">${csrfField(session)}
<label><input type="checkbox" name="understood" value="yes" required> ${t.understood}</label>
<button>${t.login}</button></form>
<div class="deeds">
${account.status !== 'none' && deed(session, 'posting', account.posting ? t.switch_off : t.switch_on, account.posting ? 'no' : 'yes')}
${account.status === 'ready' && deed(session, 'refresh', t.refresh)}
${account.status !== 'none' && deed(session, 'forget', t.forget)}
</div>
<h2>${t.groups}</h2>
${groups.length === 0 ? html`<p class="empty">${t.empty}</p>` : table(page)}`
}

/** How far a login is; asks for itself anew while it goes on. */
export function renderLogin(texts: ConsoleTexts, login: LoginProgress): Html {
  const t = texts.groups
  if (login.step === 'failed') {
    const { failed } = t
    const why = login.reason === 'expired' || login.reason === 'declined' ? login.reason : 'other'
    return html`<p class="problem" role="alert">${failed[why]}</p>`
  }
  return html`<div class="notice" role="status" hx-get="/console/groups/login" hx-trigger="every 2s" hx-swap="outerHTML">
${login.step === 'starting' && t.starting}
${login.step === 'scanned' && t.scanned}
${login.step === 'code' && html`<p>${t.code}</p><img src="data:image/png;base64,${login.image}" alt="${t.code_alt}" width="240" height="240">`}
</div>`
}

function standing(texts: ConsoleTexts, { status, reason, posting }: GroupAccount): Html {
  const t = texts.groups
  const words = [t.states[status], ...(reason ? [t.reasons[reason]] : [])]
  if (status === 'ready') words.push(posting ? t.posting_on : t.posting_off)
  const wrong = status === 'logged_out' || reason !== null
  return html`<p class="${wrong ? 'problem' : 'lead'}"${wrong && html` role="alert"`}>${words.join(' ')}</p>`
}

function deed(session: Session, name: string, label: string, on?: 'yes' | 'no'): Html {
  return html`<form method="post" action="/console/groups/${name}">${csrfField(session)}${on && html`<input type="hidden" name="on" value="${on}">`}<button class="plain">${label}</button></form>`
}

function table({ texts, session, groups, communes, wrong }: GroupsPage): Html {
  const t = texts.groups
  const names = new Map(communes.map(({ id, name }) => [id as string, name]))
  const against = (id: string) => (wrong?.group === id ? t.notices.no_commune : null)
  const shown = (code: string | null) => (code === null ? '' : `${code} ${names.get(code) ?? ''}`.trim())
  return html`<datalist id="communes">${communes.map(({ id, name }) => html`<option value="${id} ${name}">`)}</datalist>
<div class="wide"><table class="rows"><thead><tr><th scope="col">${t.group}</th><th scope="col">${t.members}</th><th scope="col">${t.commune}</th></tr></thead>
<tbody>${groups.map(
    ({
      id,
      name,
      members,
      commune,
    }) => html`<tr><td><b>${name}</b></td><td data-label="${t.members}">${members}</td><td>
<form class="deeds" method="post" action="/console/groups/${id}/commune">${csrfField(session)}<input name="commune" list="communes" value="${wrong?.group === id ? wrong.typed : shown(commune)}" aria-label="${fill(t.commune_of, { name })}"${withMistake('commune-mistake', against(id))}><button class="plain">${t.save}</button></form>${mistakeAt('commune-mistake', against(id))}</td></tr>`,
  )}</tbody></table></div>`
}
