import { z } from 'zod'
import type { Db } from '../../db/open.ts'
import type { Action } from '../../engine/action.ts'
import type { UnitCode } from '../../places/commune.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import type { ActionDeps } from '../deps.ts'

const MAX_SUGGESTED = 4
/** The next lessons of a province that are looked through for communes. */
const LESSONS = 40

/** The communes of the province whose classes begin next, to be tapped instead of typed. */
export function suggestCommunes({ db, communes, provinces }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: ['commune_options'],
    async run(_params, { province, known, now }) {
      // What is known is not asked.
      const codes = known.commune ? [] : await nextCommunes(db, provinceOrThrow(provinces, province).code, now)
      const options = codes.flatMap((code) => {
        const commune = communes.byCode(code)
        return commune ? [{ label: `${commune.type} ${commune.name}`, value: code }] : []
      })
      return { outcome: 'done', values: { commune_options: { value: options, said: '' } } }
    },
  }
}

async function nextCommunes(db: Db, province: UnitCode, now: number): Promise<UnitCode[]> {
  const rows = await db
    .selectFrom('class_sessions')
    .innerJoin('classes', 'classes.id', 'class_sessions.class_id')
    .select('class_sessions.commune_code')
    .where('class_sessions.province_code', '=', province)
    .where('class_sessions.mode', '=', 'in_person')
    .where('class_sessions.entry', '=', 1)
    .where('class_sessions.starts_at', '>', now)
    .where('classes.status', '=', 'open')
    .orderBy('class_sessions.starts_at')
    .limit(LESSONS)
    .execute()
  return [...new Set(rows.map((row) => row.commune_code))].slice(0, MAX_SUGGESTED)
}
