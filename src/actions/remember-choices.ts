import type { ContactId } from '../core/ids.ts'
import type { ReplyChoice } from '../core/messages.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { readSession, rememberChoices } from '../engine/session.ts'
import { findContacts, saveContacts } from '../people/contact.store.ts'

/**
 * Lets a person answer by number to choices that come outside of their own turns. False, and nothing is changed, where
 * a number already means something else: while a form asks, while staff have the conversation, or when the person's own
 * turn is faster. Within the transaction that sends the choices.
 */
export async function rememberChoicesOf(
  trx: Db,
  sealer: Sealer,
  { contact: id, choices, now }: { contact: ContactId; choices: readonly ReplyChoice[]; now: number },
): Promise<boolean> {
  const contact = (await findContacts(trx, sealer, [id])).get(id)
  if (!contact || (contact.mutedUntil !== null && contact.mutedUntil > now)) return false
  const session = readSession(contact.state)
  if (session.stack.some(({ state }) => state === 'asking')) return false
  const state = { ...session, choices: rememberChoices(choices) }
  return (await saveContacts(trx, sealer, [{ ...contact, version: contact.version + 1, state }])).has(id)
}
