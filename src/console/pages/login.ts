import { html } from 'hono/html'
import type { Session } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { csrfField, type Html } from './layout.ts'

/** The form for the password; `problem` says why an earlier try failed. */
export function renderLogin(texts: ConsoleTexts, session: Session, problem: string | null): Html {
  const { login, product } = texts
  return html`<main class="login">
<p class="product">${product}</p>
<h1>${login.heading}</h1>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="/console/login">
${csrfField(session)}
<input type="text" name="username" value="admin" autocomplete="username" hidden>
<label for="password">${login.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus maxlength="200">
<button>${login.submit}</button>
</form>
<p class="quiet">${login.staff}</p>
</main>`
}

/** Behind a link that staff got in chat: a button, which posts to the page's own address. */
export function renderEntry({ entry, product }: ConsoleTexts, text: string): Html {
  return html`<main class="login">
<p class="product">${product}</p>
<h1>${entry.heading}</h1>
<p>${text}</p>
<form method="post"><button>${entry.submit}</button></form>
</main>`
}
