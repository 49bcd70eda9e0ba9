import { accountIdOf, type ContactId, contactIdOf } from '../../../src/core/ids.ts'
import { SANDBOX_MESSENGER, SANDBOX_ZALO } from '../../../src/sandbox/index.ts'
import type { SentMessage } from '../../../src/sandbox/sent-log.ts'
import { type System, waitUntil } from '../../support/system.ts'

export const PLATFORMS = ['zalo', 'messenger'] as const
export type Platform = (typeof PLATFORMS)[number]

export const ACCOUNTS = {
  zalo: accountIdOf('zalo-oa', SANDBOX_ZALO.oaId),
  messenger: accountIdOf('messenger', SANDBOX_MESSENGER.pageId),
}

/** Things to send that both platforms have. */
export type Thing = 'image' | 'audio' | 'video' | 'file' | 'sticker' | 'location'

/** Somebody who writes to the assistant, on either platform. */
export interface Citizen {
  readonly platform: Platform
  /** The platform's id of the person. */
  readonly id: string
  readonly contact: ContactId
  /** The status with which the server answered the webhook. */
  writes(text: string): Promise<number>
  sends(thing: Thing): Promise<number>
  /** Presses a button of the last message by its title. */
  presses(title: string): Promise<number>
  received(): readonly SentMessage[]
  /** All that was received, as one text. */
  read(): string
  /** The text of what comes in answer to `act`, once `parts` messages are there. */
  answerTo(act: () => Promise<unknown>, parts?: number): Promise<string>
}

/** The platform's id of the person with this number: as long as the platform's own ids. */
export function personId(platform: Platform, number: number): string {
  return platform === 'zalo'
    ? String(2_000_000_000_000_000_000n + BigInt(number))
    : String(24_681_012_000_000_000n + BigInt(number))
}

function contactOf(platform: Platform, id: string): ContactId {
  return contactIdOf(ACCOUNTS[platform], id)
}

/** The same number, the same person. */
export function citizen(system: System, platform: Platform, number: number): Citizen {
  const id = personId(platform, number)
  const acts = platform === 'zalo' ? zaloActs(system, id) : messengerActs(system, id)

  return {
    platform,
    id,
    contact: contactOf(platform, id),
    ...acts,
    presses(title) {
      const button = acts
        .received()
        .at(-1)
        ?.buttons.find((one) => one.title === title)
      if (!button) throw new Error(`the last message has no button "${title}"`)
      return acts.pressesPayload(button.payload)
    },
    read: () => textOf(acts.received()),
    async answerTo(act, parts = 1) {
      const before = acts.received().length
      await act()
      await waitUntil('an answer', () => acts.received().length >= before + parts)
      return textOf(acts.received().slice(before))
    },
  }
}

function textOf(messages: readonly SentMessage[]): string {
  return messages.map((message) => message.text).join('\n\n')
}

function zaloActs(system: System, id: string) {
  const person = system.zalo.person(id)
  return {
    writes: (text: string) => person.writes(text),
    sends: (thing: Thing) => person.sends(thing),
    pressesPayload: (payload: string) => person.presses(payload),
    received: () => person.received(),
  }
}

function messengerActs(system: System, id: string) {
  const person = system.messenger.person(id)
  return {
    writes: (text: string) => person.writes(text),
    sends: (thing: Thing) => person.sends(thing),
    pressesPayload: (payload: string) => person.tapsQuickReply(payload),
    received: () => person.received(),
  }
}
