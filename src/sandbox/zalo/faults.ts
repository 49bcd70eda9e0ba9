import { Faults } from '../faults.ts'
import { refused, toHttp } from './answers.ts'
import type { TokenBook } from './tokens.ts'

/** A refusal to be scripted: the platform's code and, if not its own text, another. */
export interface ZaloFault {
  readonly error: number
  readonly message?: string
}

/** The troubles of every platform, and those of Zalo's tokens. */
export class ZaloFaults extends Faults<ZaloFault> {
  readonly #tokens: TokenBook
  readonly #firstOaId: string

  constructor(tokens: TokenBook, firstOaId: string) {
    super(({ error, message }) => toHttp(refused(error, message)))
    this.#tokens = tokens
    this.#firstOaId = firstOaId
  }

  /** The access token in use ends now (-220); the refresh token still works. */
  expireAccessToken(oaId: string = this.#firstOaId): void {
    this.#tokens.expireAccess(oaId)
  }

  /** The refresh token is worth nothing any more, as after being used by somebody else. */
  killRefreshToken(oaId: string = this.#firstOaId): void {
    this.#tokens.killRefresh(oaId)
  }
}
