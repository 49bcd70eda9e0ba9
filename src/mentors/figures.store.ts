import { sql } from 'kysely'
import type { Period } from '../core/period.ts'
import type { Db } from '../db/open.ts'
import type { UnitCode } from '../places/commune.ts'
import './mentors.schema.ts'

/** Volunteers and the pairs that they are one of, by the commune of the volunteer. */
export interface MentorFigures {
  /** Who volunteers at the end of the period, … */
  readonly mentors: number
  /** … and who began in it. */
  readonly new: number
  /** Pairs whose second side agreed in the period. */
  readonly pairs: number
  /** Pairs whose learner said in the period that they can do it now. */
  readonly learned: number
}

export const NO_MENTORS: MentorFigures = { mentors: 0, new: 0, pairs: 0, learned: 0 }

interface Row extends Readonly<Record<Exclude<keyof MentorFigures, 'new'> | 'begun', number | null>> {
  readonly commune: UnitCode
}

/** The mentoring of a period, by commune; communes without any are left out. */
export async function mentorFigures(
  db: Db,
  communes: readonly UnitCode[],
  { from, until }: Period,
): Promise<Map<UnitCode, MentorFigures>> {
  if (communes.length === 0) return new Map()
  const later = sql`case when p.mentor_agreed_at > p.learner_agreed_at then p.mentor_agreed_at else p.learner_agreed_at end`
  const { rows } = await sql<Row>`
    select m.commune_code as commune,
      sum(case when m.ended_at is null or m.ended_at >= ${until} then 1 else 0 end) as mentors,
      sum(case when m.created_at >= ${from} then 1 else 0 end) as begun,
      sum((select count(*) from mentor_pairs as p where p.mentor_id = m.id
        and p.mentor_agreed_at is not null and p.learner_agreed_at is not null
        and ${later} >= ${from} and ${later} < ${until})) as pairs,
      sum((select count(*) from mentor_pairs as p where p.mentor_id = m.id and p.status = 'learned'
        and p.closed_at >= ${from} and p.closed_at < ${until})) as learned
    from mentors as m where m.commune_code in (${sql.join(communes)}) and m.created_at < ${until}
    group by m.commune_code`.execute(db)
  return new Map(
    rows.map((row) => [
      row.commune,
      {
        mentors: Number(row.mentors),
        new: Number(row.begun),
        pairs: Number(row.pairs),
        learned: Number(row.learned),
      },
    ]),
  )
}
