import type { ContactId } from '../core/ids.ts'

/** Contacts whose work is to be looked at in a moment. A process that dies forgets them: what waits is on disk. */
export interface Later {
  in(contact: ContactId, ms: number): void
  clear(): void
}

/** One timer a contact, the newest. */
export function createLater(wake: (contact: ContactId) => void): Later {
  const timers = new Map<ContactId, NodeJS.Timeout>()
  return {
    in(contact, ms) {
      clearTimeout(timers.get(contact))
      const timer = setTimeout(() => {
        timers.delete(contact)
        wake(contact)
      }, ms)
      timers.set(contact, timer)
    },
    clear() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
