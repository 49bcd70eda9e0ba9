import type { ContactId } from '../core/ids.ts'
import type { Role, StaffId, UnitId } from './member.ts'
import type { PageLinkPurpose } from './page-link.store.ts'

declare module '../db/schema.ts' {
  interface Schema {
    staff: StaffTable
    staff_link_tries: LinkTryTable
    staff_page_links: PageLinkTable
  }
}

/** Someone with a role in a unit. Those who left stay as rows: the audit log names them. */
interface StaffTable {
  id: StaffId
  role: Role
  unit: UnitId
  sealed_name: Buffer
  contact_id: ContactId | null
  /** SHA-256 of the code that links a contact; null once it was used. */
  code_hash: string | null
  code_expires_at: number | null
  created_at: number
  linked_at: number | null
  removed_at: number | null
}

/** Wrong codes that came from a contact. */
interface LinkTryTable {
  contact_id: ContactId
  wrong: number
  last_at: number
}

/** A link to a page of ours that one member of staff got in chat. */
interface PageLinkTable {
  /** SHA-256 of what stands in the link. */
  token_hash: string
  purpose: PageLinkPurpose
  about: string | null
  staff_id: StaffId
  expires_at: number
  used_at: number | null
}
