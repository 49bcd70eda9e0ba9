import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import type { Dispatcher } from 'undici'
import Agent from 'undici/lib/dispatcher/agent.js'

/** Why a call was given up that took longer than it may. */
const TIMED_OUT = new Error('the platform did not answer in time')

/** How axios hands over a request, and is told of the answer. */
type Adapter = (config: InternalAxiosRequestConfig) => Promise<AxiosResponse<string>>

/**
 * An adapter for axios whose requests share at most `connections` to each host, kept alive. The answer is gathered as it
 * comes in, without the stream that undici's `request` makes of it: a call takes a third of what axios' own Node
 * transport takes. Redirects are not followed.
 *
 * Rejects with an `AxiosError` whose `code` is `ECONNABORTED` (timed out), or the network's own code.
 */
export function createConnectionPool(connections: number): Adapter {
  const agent = new Agent({ connections, pipelining: 1 })
  return (config) =>
    new Promise((resolve, reject) => {
      const { origin, pathname } = new URL(`${config.baseURL}${config.url}`)
      const query = config.params ? `?${new URLSearchParams(config.params)}` : ''
      const gathering = new Gathering(config, resolve, reject)
      try {
        agent.dispatch(
          {
            origin,
            path: pathname + query,
            method: (config.method ?? 'get').toUpperCase() as 'GET',
            headers: config.headers.toJSON() as Record<string, string>,
            body: (config.data as string | undefined) ?? null,
          },
          gathering,
        )
      } catch (error) {
        gathering.onResponseError(null, error as Error)
      }
    })
}

/** An answer on its way. */
class Gathering implements Dispatcher.DispatchHandler {
  readonly #config: InternalAxiosRequestConfig
  readonly #resolve: (answer: AxiosResponse<string>) => void
  readonly #reject: (error: AxiosError) => void
  readonly #deadline: NodeJS.Timeout
  /** Known once the request has a connection: before, there is nothing to abort, and what becomes of it is not in doubt. */
  #controller: Dispatcher.DispatchController | null = null
  #late = false
  #status = 0
  #headers: Record<string, string> = {}
  readonly #chunks: Buffer[] = []

  constructor(
    config: InternalAxiosRequestConfig,
    resolve: (answer: AxiosResponse<string>) => void,
    reject: (error: AxiosError) => void,
  ) {
    this.#config = config
    this.#resolve = resolve
    this.#reject = reject
    this.#deadline = setTimeout(() => {
      this.#late = true
      this.#controller?.abort(TIMED_OUT)
    }, config.timeout)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#late) controller.abort(TIMED_OUT)
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: object): void {
    this.#status = status
    this.#headers = headers as Record<string, string>
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    clearTimeout(this.#deadline)
    const [first, ...others] = this.#chunks
    this.#resolve({
      data: (first && others.length === 0 ? first : Buffer.concat(this.#chunks)).toString('utf8'),
      status: this.#status,
      statusText: String(this.#status),
      headers: this.#headers,
      config: this.#config,
    })
  }

  onResponseError(_controller: unknown, error: NodeJS.ErrnoException): void {
    clearTimeout(this.#deadline)
    const code = error === TIMED_OUT ? AxiosError.ECONNABORTED : (error.code ?? AxiosError.ERR_NETWORK)
    this.#reject(new AxiosError(error.message, code, this.#config))
  }
}
