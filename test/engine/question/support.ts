import type { InboundEvent } from '../../../src/core/events.ts'
import { accountIdOf, contactIdOf, type ProvinceId } from '../../../src/core/ids.ts'
import { runTurn, type TurnResult } from '../../../src/engine/run-turn.ts'
import { EMPTY_SESSION, type Session } from '../../../src/engine/session.ts'
import { realConversation } from '../../support/conversation.ts'

export const conversation = await realConversation()
export const NOW = Date.parse('2026-11-21T08:00:00+07:00')
const account = accountIdOf('zalo-oa', '4')
const contact = contactIdOf(account, '2')

/** The turn after the person wrote `text`. */
export function say(text: string, session: Session = EMPTY_SESSION, now = NOW): Promise<TurnResult> {
  const event: InboundEvent = {
    type: 'message',
    externalId: 'e1',
    account,
    contact,
    sentAt: now,
    text,
    attachments: [],
    quotedId: null,
    ref: null,
    anonymous: false,
  }
  const province = 'gia-lai' as ProvinceId
  return runTurn(conversation, { event, session, first: false, mutedUntil: null, province, now })
}

export function textOf(result: TurnResult): string {
  return result.messages.map((sent) => ('text' in sent ? sent.text : '')).join('\n')
}
