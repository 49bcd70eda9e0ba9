import type { Locks } from './locks.ts'

/** Locks for SQLite, whose server is one process: they live in memory and die with it. */
export function createLocalLocks(): Locks {
  const held = new Set<string>()
  const lines = new Map<string, Promise<unknown>>()

  return {
    async tryHold(name) {
      if (held.has(name)) return null
      held.add(name)
      return {
        lost: new AbortController().signal,
        release: async () => {
          held.delete(name)
        },
      }
    },
    async exclusively(name, work) {
      const before = lines.get(name) ?? Promise.resolve()
      const mine = before.then(work, work)
      const settled = mine.catch(() => {})
      lines.set(name, settled)
      try {
        return await mine
      } finally {
        if (lines.get(name) === settled) lines.delete(name)
      }
    },
    async [Symbol.asyncDispose]() {},
  }
}
