import type { InboundEvent } from '../../../src/core/events.ts'
import { accountIdOf, contactIdOf, type ProvinceId } from '../../../src/core/ids.ts'
import { type ReplyChoice, replyChoices } from '../../../src/core/messages.ts'
import type { Conversation } from '../../../src/engine/conversation.ts'
import { runTurn, type TurnResult } from '../../../src/engine/run-turn.ts'
import { EMPTY_SESSION, readSession, type Session, writeSession } from '../../../src/engine/session.ts'
import type { Input } from './inputs.arbitrary.ts'

const account = accountIdOf('zalo-oa', '4')
const contact = contactIdOf(account, '2')
const START = Date.parse('2026-11-21T08:00:00+07:00')

export interface Person {
  readonly session: Session
  /** Size of the session as it is stored. */
  readonly storedBytes: number
  /** null when there was no turn: time that passes, a button where there is none. */
  does(input: Input): Promise<TurnResult | null>
}

/** Somebody who writes to the engine alone; sessions go through their stored form between turns. */
export function personIn(conversation: Conversation): Person {
  let session = EMPTY_SESSION
  let now = START
  let storedBytes = 0
  let offered: readonly ReplyChoice[] = []
  const old: ReplyChoice[] = []

  function eventOf(input: Input): InboundEvent | null {
    const envelope = { externalId: 'e', account, contact, sentAt: now } as const
    switch (input.type) {
      case 'words':
      case 'attachment': {
        const text = input.type === 'words' ? input.text : ''
        const attachments = input.type === 'words' ? [] : [input.attachment]
        return { ...envelope, type: 'message', text, attachments, quotedId: null, ref: null, anonymous: false }
      }
      case 'button':
      case 'old button': {
        const buttons = input.type === 'button' ? offered : old
        const button = buttons[input.pick % Math.max(buttons.length, 1)]
        return button ? { ...envelope, type: 'button', payload: button.payload, label: button.label, ref: null } : null
      }
      case 'contact form':
        return { ...envelope, ...input, type: 'form', birthDate: null, gender: null, address: null }
      case 'chat opened':
        return { ...envelope, type: 'chat_opened', ref: null }
      case 'wait':
        return null
    }
  }

  return {
    get session() {
      return session
    },
    get storedBytes() {
      return storedBytes
    },
    async does(input) {
      if (input.type === 'wait') now += input.ms
      const event = eventOf(input)
      if (!event) return null
      now += 1000
      const province = 'gia-lai' as ProvinceId
      const result = await runTurn(conversation, { event, session, first: false, mutedUntil: null, province, now })
      const stored = JSON.stringify(writeSession(result.session))
      storedBytes = Buffer.byteLength(stored)
      session = readSession(JSON.parse(stored))
      offered = result.messages.flatMap(replyChoices)
      old.push(...offered)
      if (old.length > 40) old.splice(0, old.length - 40)
      return result
    },
  }
}
