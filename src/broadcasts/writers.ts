import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { COMPOSITION_LASTS_MS } from './composition.store.ts'

/** How long "is not writing" is believed; writing takes an officer longer than this, in whichever process it began. */
const BELIEVED_MS = 1000

/** Who is writing an announcement: asked for every message that anybody sends, and so answered without a query of its own. */
export interface Writers {
  /** False: certainly not within the last second, nor ever in this process. */
  mayBeWriting(contact: ContactId, now: number): Promise<boolean>
  /** A contact of this process begins to write. */
  note(contact: ContactId, now: number): void
}

export function createWriters(db: Db): Writers {
  const noted = new Map<ContactId, number>()
  let stored: ReadonlySet<ContactId> = new Set()
  let loadedAt = Number.NEGATIVE_INFINITY

  return {
    async mayBeWriting(contact, now) {
      if (Math.abs(now - loadedAt) >= BELIEVED_MS) {
        loadedAt = now
        stored = await listWriters(db, now)
        for (const [one, at] of noted) if (now - at > COMPOSITION_LASTS_MS) noted.delete(one)
      }
      return stored.has(contact) || noted.has(contact)
    },
    note: (contact, now) => noted.set(contact, now),
  }
}

async function listWriters(db: Db, now: number): Promise<Set<ContactId>> {
  const rows = await db
    .selectFrom('broadcast_compositions')
    .innerJoin('staff', 'staff.id', 'broadcast_compositions.staff_id')
    .select('staff.contact_id')
    .where('broadcast_compositions.touched_at', '>', now - COMPOSITION_LASTS_MS)
    .execute()
  return new Set(rows.flatMap((row) => row.contact_id ?? []))
}
