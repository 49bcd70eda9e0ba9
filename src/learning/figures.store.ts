import type { ProvinceId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import type { Db } from '../db/open.ts'
import type { Unanswered } from '../engine/run-turn.ts'
import './learning.schema.ts'

/** Questions that were asked in vain; the same question of one person counts once. */
export interface QuestionFigures {
  readonly asked: number
  /** How many people asked them. */
  readonly people: number
  readonly why: Readonly<Record<Unanswered, number>>
}

/**
 * The questions of a province that were last asked in vain in a period, whatever was made of them since. Older ones than
 * `KEPT_MS` are gone.
 */
export async function questionFigures(db: Db, province: ProvinceId, period: Period): Promise<QuestionFigures> {
  const inPeriod = db
    .selectFrom('open_questions')
    .where('province', '=', province)
    .where('last_at', '>=', period.from)
    .where('last_at', '<', period.until)
  const rows = await inPeriod
    .select((eb) => ['why', eb.fn.countAll<number>().as('count')])
    .groupBy('why')
    .execute()
  const { people } = await inPeriod
    .select((eb) => eb.fn.count<number>('contact_id').distinct().as('people'))
    .executeTakeFirstOrThrow()
  const why = { declined: 0, not_picked: 0, rated_bad: 0 }
  for (const row of rows) why[row.why] += Number(row.count)
  return { asked: Object.values(why).reduce((sum, count) => sum + count, 0), people: Number(people), why }
}
