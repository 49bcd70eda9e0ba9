import type { StaffTurn } from '../../src/actions/desk-turn.ts'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import type { Message } from '../../src/core/messages.ts'
import type { Db } from '../../src/db/open.ts'
import type { Sealer } from '../../src/db/seal.ts'
import type { Role, StaffId, UnitId } from '../../src/staff/member.ts'
import { addStaff } from '../../src/staff/staff.store.ts'
import { linkByCode } from './link-by-code.ts'
import { NOW, sealer } from './samples.ts'
import { units } from './support-desk.ts'

const ids = createIds(() => NOW)

/** Makes a contact a member of staff. */
export async function hire(db: Db, contact: ContactId, role: Role, unit: UnitId, name = 'chị Lan'): Promise<StaffId> {
  const id = ids.next() as StaffId
  await db.transaction().execute(async (trx) => {
    const code = await addStaff(trx, sealer, units, { id, role, unit, name, now: NOW, by: 'operator' })
    await linkByCode(trx, sealer, { contact, code, now: NOW })
  })
  return id
}

/** Adds a member of staff who has linked no chat, as those are who work at the command line and in the console alone. */
export async function employ(
  db: Db,
  name: string,
  unit: UnitId,
  { role = 'officer', sealedBy = sealer }: { readonly role?: Role; readonly sealedBy?: Sealer } = {},
): Promise<StaffId> {
  const id = ids.next() as StaffId
  await db
    .transaction()
    .execute((trx) => addStaff(trx, sealedBy, units, { id, role, unit, name, now: NOW, by: 'operator' }))
  return id
}

/** Carries a turn out as the inbox would; gives all that is said, null where there is no turn. */
export async function carriedOut(db: Db, turn: StaffTurn | null): Promise<string | null> {
  if (turn === null) return null
  const late: Message[] = []
  await db.transaction().execute(async (trx) => {
    for (const write of turn.writes) late.push(...((await write(trx)) ?? []))
  })
  return [...turn.messages, ...late].map((message) => ('text' in message ? message.text : '')).join('\n')
}

/** What the audit log says of actions whose names begin with one of `about`: `class_closed null`. */
export async function deedsOf(db: Db, ...about: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom('audit_log').select(['action', 'detail']).orderBy('id').execute()
  return rows
    .filter(({ action }) => about.some((begin) => action.startsWith(begin)))
    .map(({ action, detail }) => `${action} ${detail}`)
}
