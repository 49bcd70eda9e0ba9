import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type {} from '../support/support.schema.ts'
import { endPaidConsent } from './paid-consent.store.ts'

/**
 * Takes away what is held of a person (Luật 91/2025/QH15, the right to have data deleted): the texts of their events,
 * what was written to them, their requests. What stays are the ids, so that a repeated webhook still changes nothing.
 */
export async function erasePerson(db: Db, sealer: Sealer, contact: ContactId): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ sealed_event: sealer.seal(null) })
    .where('contact_id', '=', contact)
    .where('handled_at', 'is not', null)
    .execute()
  await db.deleteFrom('outbox').where('contact_id', '=', contact).execute()
  await endPaidConsent(db, contact)
  await db
    .deleteFrom('support_entries')
    .where('request_id', 'in', db.selectFrom('support_requests').select('id').where('contact_id', '=', contact))
    .execute()
  await db.deleteFrom('support_requests').where('contact_id', '=', contact).execute()
}
