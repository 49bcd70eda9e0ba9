import { html } from 'hono/html'
import { vietnamTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import type { Units } from '../../staff/units.ts'
import { mayOpen, type Who } from '../access.ts'
import type { Problem } from '../send-page.ts'
import type { SignedIn } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'

/** A piece of a page, as hono's `html` makes it: all values in it are escaped. */
export type Html = ReturnType<typeof html>

export type PageName =
  | 'overview'
  | 'sent'
  | 'failures'
  | 'requests'
  | 'learning'
  | 'classes'
  | 'report'
  | 'staff'
  | 'audit'
  | 'broadcasts'
  | 'groups'

/** In the order of the navigation: what is dealt with daily first. */
const PATHS: Readonly<Record<PageName, string>> = {
  overview: '/console',
  requests: '/console/requests',
  broadcasts: '/console/broadcasts',
  classes: '/console/classes',
  learning: '/console/learning',
  report: '/console/report',
  failures: '/console/failures',
  staff: '/console/staff',
  audit: '/console/audit',
  groups: '/console/groups',
  sent: '/console/sent',
}

/** So many pages fit into two lines of a phone. */
const MAX_UNFOLDED = 2

export interface Layout {
  readonly texts: ConsoleTexts
  readonly sandbox: boolean
  /** Whether a personal account may post into groups. */
  readonly groups: boolean
  readonly units: Units
  readonly styleUrl: string
  readonly scriptUrl: string
}

/** A page of someone who is logged in: only what they may open stands in its navigation. */
export function renderPage(layout: Layout, session: SignedIn, current: PageName, body: Html): Html {
  const { texts, units } = layout
  const hidden = [...(layout.sandbox ? [] : ['sent']), ...(layout.groups ? [] : ['groups'])]
  const names = (Object.keys(PATHS) as PageName[]).filter(
    (name) => !hidden.includes(name) && mayOpen(units, session, name),
  )
  return renderShell(
    layout,
    texts[current].heading,
    html`<a class="skip" href="#content">${texts.nav.skip}</a>
<header class="top">
<strong>${texts.product}</strong>
<nav aria-label="${texts.nav.label}">${renderMenu(texts, names, current)}</nav>
<span class="quiet">${whoSaid(layout, session)} · ${fill(texts.who.until, { time: vietnamTime(session.expiresAt) })}</span>
<form method="post" action="/console/logout">${csrfField(session)}<button class="plain">${texts.nav.logout}</button></form>
</header>
<main id="content" tabindex="-1">${body}</main>`,
  )
}

/** All at once where they are few; else folded on a phone, under the name of the page. */
function renderMenu({ nav }: ConsoleTexts, names: readonly PageName[], current: PageName): Html {
  const links = html`${names.map((name) => html`<a href="${PATHS[name]}"${name === current && html` aria-current="page"`}>${nav[name]}</a>`)}
<a href="/chat">${nav.chat}</a>`
  if (names.length <= MAX_UNFOLDED) return links
  return html`<details class="menu"><summary class="unfold">${nav.menu} <b>${nav[current]}</b></summary><div>${links}</div></details>`
}

/** The document round any page, with the banner of the sandbox. */
export function renderShell(layout: Layout, heading: string, body: Html): Html {
  const { texts } = layout
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="htmx-config" content="includeIndicatorCSS:false, history:false">
<title>${heading} · ${texts.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${layout.styleUrl}">
<script src="${layout.scriptUrl}" defer></script>
</head>
<body>
${layout.sandbox && html`<p class="trial" role="note"><strong>${texts.trial.heading}</strong> ${texts.trial.text}</p>`}
${body}
</body>
</html>`
}

/** Says why somebody does not get what they asked for, with the words they wrote in vain. */
export function renderProblem(layout: Layout, problem: Problem, words: string | null): Html {
  const { texts } = layout
  const { heading, text } = texts[problem]
  return renderShell(
    layout,
    heading,
    html`<main class="login"><h1>${heading}</h1><p>${text}</p>
${words !== null && html`<p><label>${texts.refused.words} <textarea rows="6" readonly>${words}</textarea></label></p>`}
<p><a href="/console">${texts.refused.back}</a></p></main>`,
  )
}

function whoSaid({ texts, units }: Layout, who: Who): string {
  if (who.role === 'admin') return texts.who.admin
  const { name, role, unit } = who.member
  return fill(texts.who.staff, { name, role: texts.staff.roles[role], unit: units.nameOf(unit) })
}

/** What came of a deed: done, or what stood against it. */
export interface Outcome {
  readonly text: string
  readonly done: boolean
}

/** Nothing where nothing was done. */
export function renderOutcome(outcome: Outcome | null): Html | false {
  if (outcome === null) return false
  const { text, done } = outcome
  return done ? html`<p class="notice" role="status">${text}</p>` : html`<p class="problem" role="alert">${text}</p>`
}

/** What stands against a field, beside it, for `withMistake` to name. */
export function mistakeAt(id: string, text: string | null): Html | false {
  return text !== null && html`<span class="mistake" id="${id}" role="alert">${text}</span>`
}

/** The attributes of a field of which something stands against what was typed. */
export function withMistake(id: string, text: string | null): Html | false {
  return text !== null && html` aria-invalid="true" aria-describedby="${id}" autofocus`
}

export function csrfField(session: Pick<SignedIn, 'csrf'>): Html {
  return html`<input type="hidden" name="csrf" value="${session.csrf}">`
}
