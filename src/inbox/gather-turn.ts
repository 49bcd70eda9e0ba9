import type { InboundEvent } from '../core/events.ts'
import type { Conversation } from '../engine/conversation.ts'
import { isFragment, isSurelyWhole, joinWords } from '../engine/fragments/fragment.ts'
import type { TurnInput } from '../engine/run-turn.ts'
import type { Contact } from '../people/contact.ts'
import { keyOfTurn, type TurnEvent, type TurnOptions, turnInput } from './decide-turn.ts'
import { gather, type Pieces, type PieceTests } from './gather.ts'
import type { WaitingEvent } from './inbox.store.ts'

/**
 * Gathers what the next turn of a contact is about. A bug in telling pieces leaves the first event by itself: it must not
 * keep its contact from being handled.
 */
export async function gatherTurn(
  options: TurnOptions,
  contact: Contact,
  waiting: Pieces,
): Promise<({ readonly type: 'ready' } & TurnEvent) | { readonly type: 'wait'; readonly ms: number }> {
  const [first] = waiting
  try {
    if (isSurelyWhole(options.conversation, first.event)) return alone(first)
    const now = options.clock.now()
    const isDesks = async (event: InboundEvent) =>
      ((await options.deskTurns?.(event, contact, keyOfTurn([first.id]), now)) ?? null) !== null
    const tests = pieceTests(options.conversation, (event) => turnInput(options, contact, event, now), isDesks)
    const gathered = await gather(waiting, tests, now)
    if (gathered.type === 'wait') return gathered
    const { pieces, event } = gathered
    const attempts = Math.max(...pieces.map((piece) => piece.attempts))
    return { type: 'ready', ids: pieces.map(({ id }) => id), event, attempts }
  } catch (error) {
    options.log.error({ inbox: first.id, err: error }, 'a message could not be told from a piece of one')
    return alone(first)
  }
}

function alone({ id, event, attempts }: WaitingEvent): { readonly type: 'ready' } & TurnEvent {
  return { type: 'ready', ids: [id], event, attempts }
}

/**
 * Tells pieces by what the conversation makes of them before the turn. `isDesks`: the support desk takes the event, as it
 * takes commands of staff: those are nobody's pieces.
 */
function pieceTests(
  conversation: Conversation,
  inputOf: (event: InboundEvent) => TurnInput,
  isDesks: (event: InboundEvent) => Promise<boolean>,
): PieceTests {
  return {
    isFragment: async (event) => isFragment(conversation, inputOf(event)) && !(await isDesks(event)),
    async join(events) {
      const last = events.at(-1)
      if (last?.type !== 'message') return null
      const text = joinWords(conversation, events.map(inputOf))
      return text === null || (await isDesks(last)) ? null : { ...last, text }
    },
  }
}
