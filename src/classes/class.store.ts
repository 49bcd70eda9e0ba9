import type { Ids } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import { noteChanges } from './change.store.ts'
import type { CatalogueClass, ClassCode, ClassId, ClassPlan } from './class.ts'
import { classOf, columnsOf, holdClass, subjectKeyOf } from './class-row.ts'
import type { Offer } from './registration.ts'
import type { Session } from './schedule.ts'
import { type OfferTerms, offerFreeSeats, withdrawOffers } from './seats.ts'

/** Twelve parameters a row at most: far below what both engines take in a statement. */
const MAX_ROWS_A_STATEMENT = 500

/** Adds a class with its lessons. Its code must be new. */
export async function addClass(
  db: Db,
  plan: ClassPlan,
  sessions: readonly Session[],
  { ids, now }: { readonly ids: Ids; readonly now: number },
): Promise<ClassId> {
  const id = ids.next() as ClassId
  await db
    .insertInto('classes')
    .values({
      id,
      ...columnsOf(plan, sessions),
      taken: 0,
      waiting: 0,
      arrivals: 0,
      version: 0,
      created_at: now,
      updated_at: now,
    })
    .execute()
  await writeSessions(db, id, plan, sessions)
  return id
}

/**
 * Changes a class to a new plan, and offers seats that were added. Dates that are moved or cancelled thereby are written
 * down for its people to be told. Inside the caller's transaction.
 */
export async function changeClass(
  db: Db,
  id: ClassId,
  plan: ClassPlan,
  sessions: readonly Session[],
  { terms, now }: { readonly terms: OfferTerms; readonly now: number },
): Promise<Offer[]> {
  const held = await holdClass(db, id)
  if (!held) return []
  const [before] = await withSessions(db, [held])
  if (before) await noteChanges(db, before, { status: plan.status, sessions }, now)
  const columns = columnsOf(plan, sessions)
  await db
    .updateTable('classes')
    .set({ ...columns, updated_at: now })
    .where('id', '=', id)
    .execute()
  await db.deleteFrom('class_sessions').where('class_id', '=', id).execute()
  await writeSessions(db, id, plan, sessions)
  const changed = { ...held, ...columns }
  if (plan.status !== 'cancelled') return offerFreeSeats(db, changed, terms, now)
  await withdrawOffers(db, changed, now)
  return []
}

async function writeSessions(db: Db, id: ClassId, plan: ClassPlan, sessions: readonly Session[]): Promise<void> {
  const entries = entriesOf(plan, sessions)
  await db
    .insertInto('class_sessions')
    .values(
      sessions.map((session) => ({
        class_id: id,
        number: session.number,
        starts_at: session.startsAt,
        ends_at: session.endsAt,
        status: session.status,
        province_code: plan.province,
        commune_code: plan.commune,
        subject_key: subjectKeyOf(plan.subject),
        mode: plan.mode,
        entry: entries.has(session) ? (1 as const) : (0 as const),
      })),
    )
    .execute()
}

/** The lessons that somebody may begin with: the first, and each that follows one before which sign-up had not ended. */
function entriesOf({ closesAt }: ClassPlan, sessions: readonly Session[]): ReadonlySet<Session> {
  const held = sessions.filter(({ status }) => status !== 'cancelled').sort((a, b) => a.startsAt - b.startsAt)
  return new Set(held.filter((_, index) => index === 0 || (held[index - 1]?.startsAt ?? 0) < (closesAt ?? 0)))
}

/** The class of that code, or undefined. */
export async function findClassByCode(db: Db, code: ClassCode): Promise<CatalogueClass | undefined> {
  return (await findClassesByCode(db, [code])).get(code)
}

/** The class of that id as it is now, or undefined. */
export async function findClass(db: Db, id: ClassId): Promise<CatalogueClass | undefined> {
  const rows = await db.selectFrom('classes').selectAll().where('id', '=', id).execute()
  return (await withSessions(db, rows))[0]
}

/** Those of `codes` that the catalogue knows. */
export async function findClassesByCode(db: Db, codes: readonly ClassCode[]): Promise<Map<ClassCode, CatalogueClass>> {
  const found = new Map<ClassCode, CatalogueClass>()
  for (let start = 0; start < codes.length; start += MAX_ROWS_A_STATEMENT) {
    const some = codes.slice(start, start + MAX_ROWS_A_STATEMENT)
    const rows = await db.selectFrom('classes').selectAll().where('code', 'in', some).execute()
    for (const one of await withSessions(db, rows)) found.set(one.code, one)
  }
  return found
}

/** The catalogue, or what of it is in a province, in the order of its codes (LC2 before LC12). */
export async function listClasses(
  db: Db,
  { province }: { readonly province?: UnitCode } = {},
): Promise<CatalogueClass[]> {
  const rows = await db
    .selectFrom('classes')
    .selectAll()
    .$if(province !== undefined, (query) => query.where('province_code', '=', province as UnitCode))
    .execute()
  const inOrder = new Intl.Collator('vi', { numeric: true })
  return (await withSessions(db, rows)).sort((a, b) => inOrder.compare(a.code, b.code))
}

async function withSessions(db: Db, rows: readonly Parameters<typeof classOf>[0][]): Promise<CatalogueClass[]> {
  const sessions = new Map<ClassId, Session[]>()
  for (let start = 0; start < rows.length; start += MAX_ROWS_A_STATEMENT) {
    const ids = rows.slice(start, start + MAX_ROWS_A_STATEMENT).map(({ id }) => id)
    const found = await db
      .selectFrom('class_sessions')
      .select(['class_id', 'number', 'starts_at', 'ends_at', 'status'])
      .where('class_id', 'in', ids)
      .orderBy('class_id')
      .orderBy('number')
      .execute()
    for (const { class_id, number, starts_at, ends_at, status } of found) {
      const list = sessions.get(class_id) ?? []
      list.push({ number, startsAt: starts_at, endsAt: ends_at, status })
      sessions.set(class_id, list)
    }
  }
  return rows.map((row) => classOf(row, sessions.get(row.id) ?? []))
}
