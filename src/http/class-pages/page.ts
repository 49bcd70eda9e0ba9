import { html } from 'hono/html'

export interface ClassPage {
  readonly title: string
  readonly heading: string
  readonly text: string
  /** What may be done on it; null when nothing. */
  readonly button: string | null
  readonly styleUrl: string
}

/** A page with a few words and at most one button, which posts to the page's own address. */
export function renderClassPage({ title, heading, text, button, styleUrl }: ClassPage) {
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${heading} · ${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styleUrl}">
</head>
<body>
<main><h1>${heading}</h1>
<p>${text}</p>
${button !== null && html`<form method="post"><button>${button}</button></form>`}
</main>
</body>
</html>`
}
