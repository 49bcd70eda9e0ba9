import type { InboundEvent } from '../core/events.ts'
import type { WaitingEvent } from './inbox.store.ts'

/** How long a message that says nothing alone waits for the next one. */
export const PAUSE_MS = 2500
/** However many pieces a person writes, the first waits no longer. */
export const LONGEST_WAIT_MS = 6000
export const MAX_PIECES = 4

export type Pieces = readonly [WaitingEvent, ...WaitingEvent[]]

/** What a contact's next turn handles: waiting events as one event, or nothing yet. */
export type Gathered =
  | { readonly type: 'ready'; readonly pieces: Pieces; readonly event: InboundEvent }
  | { readonly type: 'wait'; readonly ms: number }

/** How pieces of what a person wants to say are told from whole messages. */
export interface PieceTests {
  /** Says nothing alone. */
  readonly isFragment: (event: InboundEvent) => Promise<boolean>
  /** All these as one event; null when the last does not go on from the others. */
  readonly join: (events: readonly InboundEvent[]) => Promise<InboundEvent | null>
}

/**
 * Gathers what the next turn handles, of the events that wait, in their order. A fragment is read together with what
 * comes within `PAUSE_MS` of it; while nothing has come, it waits that long.
 */
export async function gather(
  [first, ...following]: Pieces,
  { isFragment, join }: PieceTests,
  now: number,
): Promise<Gathered> {
  let pieces: Pieces = [first]
  let event = first.event
  let last = first
  while (
    pieces.length < MAX_PIECES &&
    (await isFragment(last.event)) &&
    (last === first || (await isFragment(event)))
  ) {
    const until = Math.min(last.receivedAt + PAUSE_MS, first.receivedAt + LONGEST_WAIT_MS)
    const next = following[pieces.length - 1]
    if (!next) {
      // After a clock was set back, nothing may wait for the time that it showed before.
      if (now >= until || now < last.receivedAt) break
      return { type: 'wait', ms: until - now }
    }
    const joined = next.receivedAt <= until ? await join([...pieces, next].map((piece) => piece.event)) : null
    if (joined === null) break
    pieces = [...pieces, next]
    event = joined
    last = next
  }
  return { type: 'ready', pieces, event }
}
