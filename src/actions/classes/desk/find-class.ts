import type { ClassCode } from '../../../classes/class.ts'
import type { ClassRow } from '../../../classes/class-row.ts'
import { findFocus } from '../../../classes/focus.store.ts'
import { fill } from '../../../core/fill.ts'
import type { UnitCode } from '../../../places/commune.ts'
import { canActIn, type StaffMember } from '../../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import type { ClassDesk } from './class-desk.ts'

/** So many codes are named where a member did not say which class. */
const NAMED = 8

export type ClassFound =
  | { readonly type: 'found'; readonly row: ClassRow }
  /** It is another unit's, which the member is not told. */
  | { readonly type: 'foreign'; readonly row: ClassRow }
  | { readonly type: 'ask'; readonly turn: StaffTurn }

/**
 * The class that a command means: that of its code, else the one the member dealt with last, else the only one of
 * their unit that is still to come. `ask` says what is missing.
 */
export async function findClassFor(
  desk: ClassDesk,
  member: StaffMember,
  code: ClassCode | null,
  now: number,
): Promise<ClassFound> {
  if (code === null) return (await lastDealtWith(desk, member, now)) ?? onlyOneToCome(desk, member, now)
  const row = await desk.db.selectFrom('classes').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return { type: 'ask', turn: sayAtDesk(fill(desk.texts.not_found, { code })) }
  return { type: canActIn(desk.units, member, row.commune_code) ? 'found' : 'foreign', row }
}

/** The class that a member dealt with within two hours, where it is still theirs. */
export async function lastDealtWith(
  { db, units }: ClassDesk,
  member: StaffMember,
  now: number,
): Promise<{ readonly type: 'found'; readonly row: ClassRow } | null> {
  const id = await findFocus(db, member.id, now)
  const row = id && (await db.selectFrom('classes').selectAll().where('id', '=', id).executeTakeFirst())
  return row && canActIn(units, member, row.commune_code) ? { type: 'found', row } : null
}

async function onlyOneToCome({ db, units, texts }: ClassDesk, member: StaffMember, now: number): Promise<ClassFound> {
  const rows = await db
    .selectFrom('classes')
    .selectAll()
    .where('commune_code', 'in', units.within(member.unit) as readonly UnitCode[])
    .where('status', 'in', ['open', 'closed'])
    .where('ends_at', '>', now)
    .orderBy('starts_at')
    .orderBy('code')
    .limit(NAMED)
    .execute()
  const [row] = rows
  if (!row) return { type: 'ask', turn: sayAtDesk(texts.which_none) }
  if (rows.length === 1) return { type: 'found', row }
  const codes = rows.map((one) => one.code).join(', ')
  return { type: 'ask', turn: sayAtDesk(fill(texts.which, { code: row.code, codes })) }
}
