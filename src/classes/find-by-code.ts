import { type SqlBool, sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import type { ClassCode } from './class.ts'
import { type FoundClass, searchClasses } from './find-classes.ts'

/** The class of that code and province, whenever it begins; undefined when it takes nobody any more, or there is none. */
export async function findClassOfCode(
  db: Db,
  { code, province }: { readonly code: ClassCode; readonly province: UnitCode },
  now: number,
): Promise<FoundClass | undefined> {
  const row = await db.selectFrom('classes').select('id').where('code', '=', code).executeTakeFirst()
  if (!row) return undefined
  const where = [sql<SqlBool>`s.class_id = ${row.id}`, sql<SqlBool>`s.province_code = ${province}`]
  return (await searchClasses(db, where, { from: now, to: Number.MAX_SAFE_INTEGER, limit: 1 }, now))[0]
}
