import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { DAY_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import type { Commune, UnitCode } from '../places/commune.ts'
import { CLASS_MODES, type ClassCode, type ClassId, type ClassMode } from './class.ts'
import { subjectKeyOf } from './class-row.ts'

/** What a person looks for. Instants are UTC ms. */
export interface WantedClass {
  readonly commune: Pick<Commune, 'code' | 'province'>
  /** Communes to look in before the rest of the province; none unless given. */
  readonly around?: readonly UnitCode[]
  /** Words of the subject, with or without accents. */
  readonly subject?: string
  readonly from: number
  /** Not included; 90 days after `from` unless given. */
  readonly to?: number
  readonly mode?: ClassMode
  readonly limit?: number
}

/** A class that still takes people, or will. */
export interface FoundClass {
  readonly id: ClassId
  readonly code: ClassCode
  readonly subject: string
  readonly audience: string | null
  readonly commune: UnitCode
  readonly place: string
  readonly mapLink: string | null
  readonly teacher: string | null
  readonly mode: ClassMode
  /** The first lesson of the time asked for with which one may begin. */
  readonly startsAt: number
  readonly endsAt: number
  /** 0: whoever signs up waits. */
  readonly freeSeats: number
  readonly waiting: number
  /** When sign-up opens; null when it has. */
  readonly opensAt: number | null
}

/** `around`, `province`: there is none in the commune, these are near it or elsewhere in its province. */
export interface FoundClasses {
  readonly near: 'commune' | 'around' | 'province' | 'nowhere'
  /** In the order of their beginning. */
  readonly classes: readonly FoundClass[]
}

const DEFAULT_LIMIT = 10
/** Communes around are searched one by one, each straight from the index. */
const MAX_AROUND = 12
const DEFAULT_SPAN_MS = 90 * DAY_MS

/** The classes a person of a commune can sign up for: those of the commune, else near it, else in its province. */
export async function findClasses(db: Db, wanted: WantedClass, now: number): Promise<FoundClasses> {
  const { code, province } = wanted.commune
  const here = await searchIn(db, code, wanted, now)
  if (here.length > 0) return { near: 'commune', classes: here }
  const around = await findClassesAround(db, wanted, now)
  if (around.length > 0) return { near: 'around', classes: soonest(around, wanted) }

  const parts = await partsOfProvince(db, province, subjectOf(wanted), wanted.mode)
  const found: FoundClass[] = []
  for (const part of parts) found.push(...(await searchClasses(db, part, wanted, now)))
  return { near: found.length > 0 ? 'province' : 'nowhere', classes: soonest(found, wanted) }
}

/** Those of the communes around alone, up to the limit of each. */
export async function findClassesAround(db: Db, wanted: WantedClass, now: number): Promise<FoundClass[]> {
  const found: FoundClass[] = []
  for (const commune of (wanted.around ?? []).slice(0, MAX_AROUND))
    found.push(...(await searchIn(db, commune, wanted, now)))
  return found.toSorted((a, b) => a.startsAt - b.startsAt)
}

function searchIn(db: Db, commune: UnitCode, wanted: WantedClass, now: number): Promise<FoundClass[]> {
  return searchClasses(db, [sql<SqlBool>`s.commune_code = ${commune}`, ...containing(subjectOf(wanted))], wanted, now)
}

/** As subjects are stored for searching; empty when any will do. */
function subjectOf({ subject }: WantedClass): string {
  return subject === undefined ? '' : subjectKeyOf(subject)
}

function soonest(found: readonly FoundClass[], { limit = DEFAULT_LIMIT }: WantedClass): FoundClass[] {
  return found.toSorted((a, b) => a.startsAt - b.startsAt).slice(0, limit)
}

type Condition = RawBuilder<SqlBool>

/** A subject with more wordings than this is so common that reading in order of time soon finds enough of it. */
const MAX_SUBJECTS = 4

/** What to search for so that each search reads one stretch of an index, in the order of time. */
async function partsOfProvince(
  db: Db,
  province: UnitCode,
  subject: string,
  mode: ClassMode | undefined,
): Promise<(readonly Condition[])[]> {
  const inProvince = sql<SqlBool>`s.province_code = ${province}`
  const subjects = subject === '' ? null : await subjectsLike(db, province, subject)
  if (subjects !== null && subjects.length <= MAX_SUBJECTS)
    return subjects.map((key) => [inProvince, sql<SqlBool>`s.subject_key = ${key}`])
  const modes = mode === undefined ? CLASS_MODES : [mode]
  return modes.map((one) => [inProvince, sql<SqlBool>`s.mode = ${one}`, ...containing(subject)])
}

function containing(subject: string): Condition[] {
  return subject === '' ? [] : [sql<SqlBool>`s.subject_key like ${`%${escapeLike(subject)}%`} escape '\\'`]
}

/**
 * Lessons in the order of their beginning, straight from an index, until enough classes are found: a class counts with
 * its first lesson of the time asked for. The cross join keeps SQLite from going through the classes first.
 */
export async function searchClasses(
  db: Db,
  where: readonly Condition[],
  { from: asked, to, mode, limit = DEFAULT_LIMIT }: Omit<WantedClass, 'commune'>,
  now: number,
): Promise<FoundClass[]> {
  const from = Math.max(asked, now)
  const { rows } = await sql<FoundRow>`
    select c.id, c.code, c.subject, c.audience, c.commune_code, c.place, c.map_link, c.teacher, c.mode, c.capacity,
      c.taken, c.waiting, c.opens_at, s.starts_at, s.ends_at
    from class_sessions as s cross join classes as c
    where ${sql.join(where, sql` and `)} and s.entry = 1 and c.id = s.class_id
      and s.starts_at >= ${from} and s.starts_at < ${to ?? from + DEFAULT_SPAN_MS}
      and c.status = 'open' and coalesce(c.closes_at, c.starts_at) > ${now}
      ${mode === undefined ? sql`` : sql`and s.mode = ${mode}`}
      and not exists (
        select 1 from class_sessions as earlier where earlier.class_id = s.class_id and earlier.entry = 1
        and earlier.starts_at >= ${from} and earlier.starts_at < s.starts_at
      )
    order by s.starts_at, s.class_id limit ${limit}`.execute(db)
  return rows.map((row) => foundClass(row, now))
}

interface FoundRow {
  readonly id: ClassId
  readonly code: ClassCode
  readonly subject: string
  readonly audience: string | null
  readonly commune_code: UnitCode
  readonly place: string
  readonly map_link: string | null
  readonly teacher: string | null
  readonly mode: ClassMode
  readonly capacity: number
  readonly taken: number
  readonly waiting: number
  readonly opens_at: number | null
  readonly starts_at: number
  readonly ends_at: number
}

function foundClass(row: FoundRow, now: number): FoundClass {
  return {
    id: row.id,
    code: row.code,
    subject: row.subject,
    audience: row.audience,
    commune: row.commune_code,
    place: row.place,
    mapLink: row.map_link,
    teacher: row.teacher,
    mode: row.mode,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    // Nobody overtakes those who wait: a seat that is being passed on is not free.
    freeSeats: row.waiting > 0 ? 0 : Math.max(0, row.capacity - row.taken),
    waiting: row.waiting,
    opensAt: row.opens_at !== null && row.opens_at > now ? row.opens_at : null,
  }
}

/**
 * The province's subjects that contain the words, at most one more than `MAX_SUBJECTS`: one step of the index for each
 * subject, not for each lesson.
 */
async function subjectsLike(db: Db, province: UnitCode, subject: string): Promise<string[]> {
  const next = (after: RawBuilder<unknown>) => sql`(
    select subject_key from class_sessions
    where province_code = ${province} and entry = 1 ${after} order by subject_key limit 1)`
  const { rows } = await sql<{ key: string }>`
    with recursive subjects(key) as (
      select ${next(sql``)} union all
      select ${next(sql`and subject_key > subjects.key`)} from subjects where subjects.key is not null
    )
    select key from subjects where key like ${`%${escapeLike(subject)}%`} escape '\\' limit ${MAX_SUBJECTS + 1}`.execute(
    db,
  )
  return rows.map(({ key }) => key)
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
