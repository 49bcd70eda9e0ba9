import { randomUUID } from 'node:crypto'
import type { ChatServer } from './chat-server.ts'

/** Opens the page as a browser does; gives the cookie that it would send from then on. */
export async function visit(server: ChatServer): Promise<string> {
  return cookieOf(await fetch(`${server.url}/chat`))
}

export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

/** The visitor's id in a cookie. */
export function visitorOf(cookie: string): string {
  return /=(\w+)\./.exec(cookie)?.[1] ?? ''
}

/** Posts as the page itself does. */
export function post(
  server: ChatServer,
  path: string,
  cookie: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${server.url}/chat${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', cookie, ...headers },
    body: JSON.stringify(body),
  })
}

/** What the page posts for a text, under a new id. */
export function message(text: string) {
  return { id: randomUUID(), province: 'gia-lai', text }
}
