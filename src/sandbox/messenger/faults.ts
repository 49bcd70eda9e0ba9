import { Faults } from '../faults.ts'
import { type GraphError, toHttp } from './answers.ts'
import type { Page } from './page.ts'

/** Why a Page token is dead: password changed, or expired. */
export type TokenSubcode = 460 | 463 | 467

/** The troubles of every platform, and those of a Page token. */
export class MessengerFaults extends Faults<GraphError> {
  readonly #pageOf: (pageId?: string) => Page

  constructor(pageOf: (pageId?: string) => Page) {
    super((error) => toHttp({ type: 'error', error }))
    this.#pageOf = pageOf
  }

  /** From now on every call of the Page gets error 190 with this subcode. */
  killToken(subcode: TokenSubcode = 460, pageId?: string): void {
    this.#pageOf(pageId).tokenTrouble = subcode
  }

  reviveToken(pageId?: string): void {
    this.#pageOf(pageId).tokenTrouble = null
  }
}
