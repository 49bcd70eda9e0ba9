/** The admin's password in the tests. */
export const PASSWORD = 'mật khẩu của tỉnh'

/** A browser at the console: it keeps the cookie and follows no redirect. */
export class Officer {
  readonly #url: string
  cookie = ''

  constructor(url: string) {
    this.#url = url
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#fetch(path, { headers })
  }

  post(path: string, form: readonly [string, string][], headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams([...form])
    return this.#fetch(path, { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } })
  }

  /** The token in the forms of a page. */
  async csrf(path = '/console/login'): Promise<string> {
    return /name="csrf" value="([^"]+)"/.exec(await (await this.get(path)).text())?.[1] ?? ''
  }

  async login(password = PASSWORD): Promise<Response> {
    return this.post('/console/login', [
      ['csrf', await this.csrf()],
      ['password', password],
    ])
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>), cookie: this.cookie }
    const response = await fetch(this.#url + path, { ...init, headers, redirect: 'manual' })
    const cookie = response.headers.getSetCookie()[0]
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? ''
    return response
  }
}
