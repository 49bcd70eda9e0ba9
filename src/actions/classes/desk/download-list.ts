import { recordClassAudit } from '../../../classes/audit.store.ts'
import type { ClassCode } from '../../../classes/class.ts'
import { useDownload } from '../../../classes/download.store.ts'
import { listRegistrations } from '../../../classes/registration.store.ts'
import type { Registration } from '../../../classes/registration.ts'
import type { Db } from '../../../db/open.ts'
import type { Sealer } from '../../../db/seal.ts'
import { actorOf, canActIn } from '../../../staff/member.ts'
import { findStaff } from '../../../staff/staff.store.ts'
import type { Units } from '../../../staff/units.ts'

/** The people of a class, for the file of a member of staff. */
export interface ClassList {
  readonly code: ClassCode
  readonly people: readonly Registration[]
}

/**
 * Uses a link up and gives its list; null when it was used, is too old or never was. Whether the member may see the
 * class is asked anew: they may have left, or the class may be another unit's by now.
 */
export function downloadList(
  db: Db,
  { sealer, units }: { readonly sealer: Sealer; readonly units: Units },
  token: string,
  now: number,
): Promise<ClassList | null> {
  return db.transaction().execute(async (trx) => {
    const download = await useDownload(trx, token, now)
    if (!download) return null
    const { staff, classId } = download
    const member = await findStaff(trx, sealer, staff)
    const row = await trx
      .selectFrom('classes')
      .select(['code', 'commune_code'])
      .where('id', '=', classId)
      .executeTakeFirst()
    const entry = { at: now, actor: actorOf({ id: staff }), subject: `class:${classId}` }
    if (!member || !row || !canActIn(units, member, row.commune_code)) {
      await recordClassAudit(trx, { ...entry, action: 'class_refused', detail: 'download' })
      return null
    }
    const people = await listRegistrations(trx, sealer, classId)
    await recordClassAudit(trx, { ...entry, action: 'registrations_exported', detail: `${people.length} people` })
    return { code: row.code, people }
  })
}
