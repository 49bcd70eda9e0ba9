import type { ContactId } from '../../core/ids.ts'
import type { WebView } from './view.ts'

/** One line of a conversation on the chat page. */
export type ChatItem = AssistantItem | PersonItem

interface ItemBase {
  /** The same for the same message wherever it comes from (live, polled, history): the page shows it once. */
  readonly key: string
  /** UTC ms. */
  readonly at: number
}

export interface AssistantItem extends ItemBase {
  readonly from: 'assistant'
  readonly view: WebView
}

export interface PersonItem extends ItemBase {
  readonly from: 'person'
  readonly text: string
}

/** Hands messages to the chat pages that are open in this process. Nobody listening is no failure: history is stored. */
export interface WebHub {
  publish(contact: ContactId, item: ChatItem): void
  /** Gives back what ends the subscription. */
  subscribe(contact: ContactId, listener: (item: ChatItem) => void): () => void
}

export function createWebHub(): WebHub {
  const listeners = new Map<ContactId, Set<(item: ChatItem) => void>>()
  return {
    publish(contact, item) {
      for (const listener of listeners.get(contact) ?? []) listener(item)
    },
    subscribe(contact, listener) {
      const ofContact = listeners.get(contact) ?? new Set()
      listeners.set(contact, ofContact.add(listener))
      return () => {
        ofContact.delete(listener)
        if (ofContact.size === 0 && listeners.get(contact) === ofContact) listeners.delete(contact)
      }
    },
  }
}

/** The key of a message of ours, made of its key in the outbox. */
export function assistantKey(outboxKey: string): string {
  return `out:${outboxKey}`
}

/** The key of a person's message, made of the id that the page gave it. */
export function personKey(clientId: string): string {
  return `in:${clientId}`
}
