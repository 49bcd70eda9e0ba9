import { html } from 'hono/html'
import { fill } from '../../core/fill.ts'
import type { ProvinceId } from '../../core/ids.ts'
import { MAX_TEXT_CHARS } from './incoming.ts'
import type { ChatTexts } from './texts.ts'

/** Whose manners the page takes on: colours, bubbles and buttons as that platform shows them. */
export const LOOKS = ['zalo', 'messenger'] as const
export type Look = (typeof LOOKS)[number]

export interface ChatProvince {
  readonly id: ProvinceId
  /** With its kind, as in a sentence: `tỉnh Gia Lai`. */
  readonly name: string
  /** The bare name: `Gia Lai`. */
  readonly short: string
}

export interface ChatPage {
  readonly texts: ChatTexts
  readonly provinces: readonly ChatProvince[]
  readonly province: ProvinceId
  readonly look: Look
  readonly sandbox: boolean
  /** What a link wrote for the person, to be sent by themselves; empty without one. */
  readonly ready: string
  readonly scriptUrl: string
  readonly styleUrl: string
}

/** The chat page; the conversation itself comes over the event stream. */
export function renderChatPage(page: ChatPage) {
  const { texts } = page
  const province = page.provinces.find(({ id }) => id === page.province)
  const named = (text: string, name = province?.name ?? '') => fill(text, { province: name })
  return html`<!doctype html>
<html lang="vi" data-look="${page.look}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<title>${named(texts.title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${page.styleUrl}">
<script type="module" src="${page.scriptUrl}"></script>
</head>
<body data-texts="${JSON.stringify(pageTexts(texts))}">
<aside class="tools" aria-label="${texts.options.heading}">
${page.sandbox && html`<p class="trial" role="note"><strong>${texts.trial.heading}</strong> <span>${texts.trial.text}</span></p>`}
<form class="options" autocomplete="off">
<label class="province"><span>${texts.options.province}</span>
<select name="province">
${page.provinces.map(
  ({ id, name, short }) =>
    html`<option value="${id}" data-tagline="${named(texts.tagline, name)}" data-title="${named(texts.title, name)}"${id === page.province && ' selected'}>${short}</option>`,
)}
</select></label>
<fieldset class="looks"><legend>${texts.options.look}</legend>
${LOOKS.map(
  (look) =>
    html`<label><input type="radio" name="look" value="${look}"${look === page.look && ' checked'}><span>${texts.options[look]}</span></label>`,
)}
</fieldset>
<button type="button" class="reset" title="${texts.options.reset}">${RESET_ICON}<span>${texts.options.reset}</span></button>
</form>
</aside>
<main class="phone">
<header class="bar">
${AVATAR}
<div><h1>${texts.assistant}</h1><p id="tagline">${named(texts.tagline)}</p></div>
</header>
<p class="offline" role="status" data-text="${texts.offline}"></p>
<div class="log" role="log" aria-label="${texts.log}" aria-live="off" tabindex="0">
<section class="welcome">
${AVATAR}
<h2>${texts.welcome.heading}</h2>
<p>${texts.welcome.text}</p>
<ul>${texts.welcome.samples.map((sample) => html`<li><button type="button" class="sample">${sample}</button></li>`)}</ul>
</section>
<ol class="items"></ol>
<p class="typing" hidden><span class="unseen">${texts.typing}</span><i></i><i></i><i></i></p>
</div>
<button type="button" class="newer" hidden>${texts.newer}${DOWN_ICON}</button>
<form class="composer">
<label class="unseen" for="text">${texts.composer}</label>
<textarea id="text" rows="1" maxlength="${MAX_TEXT_CHARS}" placeholder="${texts.placeholder}" enterkeyhint="send">${page.ready}</textarea>
<button type="submit" class="send" title="${texts.send}"><span class="unseen">${texts.send}</span>${SEND_ICON}</button>
</form>
<noscript><p class="noscript">${texts.noscript}</p></noscript>
</main>
</body>
</html>`
}

/** What the script says by itself. */
function pageTexts(texts: ChatTexts) {
  const { assistant, person, status, file, open_file, new_tab, errors, options } = texts
  return {
    assistant,
    person,
    status,
    file,
    openFile: open_file,
    newTab: new_tab,
    busy: errors.busy,
    resetConfirm: options.reset_confirm,
  }
}

const AVATAR = html`<svg class="avatar" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="24"/><path d="M24 11c-8 0-14 5.2-14 11.8 0 3.8 2 7 5.200 9.200-.2 2-1 3.800-2.200 5.200 3-.3 5.600-1.300 7.600-2.900 1.100.2 2.200.3 3.400.3 8 0 14-5.200 14-11.800S32 11 24 11z"/><path class="heart" d="M24 29.500c-4-3-6.500-5.300-6.500-8.200 0-2 1.500-3.500 3.400-3.500 1.300 0 2.400.7 3.100 1.700.7-1 1.800-1.700 3.100-1.700 1.900 0 3.400 1.500 3.400 3.500 0 2.900-2.500 5.200-6.500 8.200z"/></svg>`
const SEND_ICON = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 20.500 22 12 3 3.500V10l12 2-12 2z"/></svg>`
const DOWN_ICON = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M11 4v12l-5-5-1.500 1.500L12 20l7.500-7.500L18 11l-5 5V4z"/></svg>`
const RESET_ICON = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5V1L7 6l5 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z"/></svg>`
