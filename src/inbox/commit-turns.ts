import { ChangedMeanwhile } from '../core/errors.ts'
import type { ContactId } from '../core/ids.ts'
import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'
import { relaxedTransaction } from '../db/relaxed-transaction.ts'
import type { Sealer } from '../db/seal.ts'
import type { Write } from '../engine/action.ts'
import { insertOutbox, type NewOutboxRow } from '../outbox/outbox.store.ts'
import { saveContacts } from '../people/contact.store.ts'
import type { Contact } from '../people/contact.ts'
import { type InboxId, markHandled } from './inbox.store.ts'

/** A turn that was decided, ready to be written. */
export interface DecidedTurn {
  /** The events that it handles: several where a person wrote in pieces. */
  readonly inboxIds: readonly InboxId[]
  /** As it is after the turn, its version raised. */
  readonly contact: Contact
  readonly outbox: readonly NewOutboxRow[]
  /** Further writes of the turn, within its transaction. */
  readonly writes: readonly Write[]
  /** Writes of which nobody was told: they come with the turn, and are lost with it. */
  readonly notes?: readonly Write[]
  /** Puts what the writes say into the shape of the person's channel. */
  readonly render: (messages: readonly Message[]) => readonly NewOutboxRow[]
}

/** `stale`: somebody else handled the event or moved the contact on meanwhile; nothing of the turn was written. */
export type Commit = 'done' | 'stale'

class StaleTurns extends Error {
  readonly contacts: ReadonlySet<ContactId>
  constructor(contacts: ReadonlySet<ContactId>) {
    super('turns were decided on an older state')
    this.contacts = contacts
  }
}

/**
 * Writes turns of different contacts in one transaction (law 3): that the events are handled, the contacts' new states,
 * what is to be sent, and the effects. Either all of a turn is written or nothing.
 */
export async function commitTurns(
  db: Db,
  sealer: Sealer,
  turns: readonly DecidedTurn[],
  now: number,
): Promise<Commit[]> {
  const stale = new Set<ContactId>()
  // Of two turns of one person, only the first can have been decided on what is stored when it is written.
  const firsts = new Set(new Map(turns.toReversed().map((turn) => [turn.contact.id, turn])).values())
  for (;;) {
    const current = turns.filter((turn) => firsts.has(turn) && !stale.has(turn.contact.id))
    try {
      if (current.length > 0) await writeAll(db, sealer, current, now)
      return turns.map((turn) => (current.includes(turn) ? 'done' : 'stale'))
    } catch (error) {
      if (!(error instanceof StaleTurns)) throw error
      for (const contact of error.contacts) stale.add(contact)
    }
  }
}

async function writeAll(db: Db, sealer: Sealer, turns: readonly DecidedTurn[], now: number): Promise<void> {
  // The events themselves are on disk: an answer whose turn was lost with the machine's power is decided again. What a
  // turn did elsewhere, and told somebody, must not be.
  const transaction = turns.some((turn) => turn.writes.length > 0) ? strictTransaction : relaxedTransaction
  await transaction(db, async (trx) => {
    const handled = await markHandled(
      trx,
      turns.flatMap((turn) => turn.inboxIds),
      now,
    )
    const saved = await saveContacts(
      trx,
      sealer,
      turns.map((turn) => turn.contact),
    )
    const late = turns.filter((turn) => !turn.inboxIds.every((id) => handled.has(id)) || !saved.has(turn.contact.id))
    if (late.length > 0) throw new StaleTurns(new Set(late.map((turn) => turn.contact.id)))
    const said: NewOutboxRow[] = []
    for (const turn of inOrderOfArrival(turns)) said.push(...turn.outbox, ...turn.render(await writeEffects(trx, turn)))
    await insertOutbox(trx, sealer, said, now)
  })
}

/** Who wrote first gets the last seat, also where the turns were decided in another order. */
function inOrderOfArrival(turns: readonly DecidedTurn[]): DecidedTurn[] {
  return turns.toSorted((a, b) => (a.inboxIds[0] ?? 0) - (b.inboxIds[0] ?? 0))
}

/** Gives what the writes say. */
async function writeEffects(trx: Db, turn: DecidedTurn): Promise<readonly Message[]> {
  try {
    const said: Message[] = []
    for (const write of [...(turn.notes ?? []), ...turn.writes]) said.push(...((await write(trx)) ?? []))
    return said
  } catch (error) {
    if (error instanceof ChangedMeanwhile) throw new StaleTurns(new Set([turn.contact.id]))
    throw error
  }
}

function strictTransaction(db: Db, work: (trx: Db) => Promise<void>): Promise<void> {
  return db.transaction().execute(work)
}
