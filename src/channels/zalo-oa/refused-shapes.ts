import type { AccountId } from '../../core/ids.ts'

/** -233 says that a kind of message is not supported, -201 that a field is invalid, which may be one message's own fault. */
export const SHAPE_REFUSALS: ReadonlySet<number> = new Set([-233, -201])
const CERTAIN = -233
const DOUBTS_TO_BELIEVE = 3

/** Remembers which templates an OA does not accept, so that its later messages go out in words at once. */
export class RefusedShapes {
  readonly #doubts = new Map<string, number>()

  isRefused(account: AccountId, template: string): boolean {
    return (this.#doubts.get(`${account} ${template}`) ?? 0) >= DOUBTS_TO_BELIEVE
  }

  /** The template was refused with `code`, and the same message in words was accepted. */
  refused(account: AccountId, template: string, code: number): void {
    const key = `${account} ${template}`
    this.#doubts.set(key, code === CERTAIN ? DOUBTS_TO_BELIEVE : (this.#doubts.get(key) ?? 0) + 1)
  }

  accepted(account: AccountId, template: string): void {
    this.#doubts.delete(`${account} ${template}`)
  }
}
