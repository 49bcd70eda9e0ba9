import { z } from 'zod'
import { fold, normalise, tokens } from '../../core/text.ts'
import type { Db } from '../../db/open.ts'
import type { Action } from '../../engine/action.ts'
import type { UnitCode } from '../../places/commune.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import type { ActionDeps } from '../deps.ts'
import { readWish } from './wish.ts'

const MAX_SUGGESTED = 4
/** The next lessons of a province that are looked through for communes. */
const LESSONS = 40

/**
 * What the person said of the class they look for as they began: a commune, which then need not be asked, a day, a subject;
 * and the communes of the province whose classes begin next, to be tapped instead of typed.
 */
export function readClassWish({ db, communes, provinces, moments, wishWords }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: ['commune_options', 'wish'],
    async run(_params, { province, known, words, now }) {
      const { code } = provinceOrThrow(provinces, province)
      const wish = { value: readWish(words ?? '', { moments, wishWords }, now), said: '' }
      const named = words === null ? null : communes.find(words, { province: code })
      if (named?.kind === 'found') {
        // "Chư" of a commune is no "chữ" of a subject.
        const place = new Set(tokens(fold(normalise(named.commune.name))))
        const rest = wish.value.words.filter((word) => !place.has(word))
        const commune = { value: named.commune.code, said: `${named.commune.type} ${named.commune.name}` }
        return {
          outcome: 'done',
          values: {
            commune,
            wish: { value: { ...wish.value, words: rest }, said: '' },
            commune_options: { value: [], said: '' },
          },
        }
      }
      // What is known is not asked.
      const codes = known.commune ? [] : await nextCommunes(db, code, now)
      const options = codes.flatMap((one) => {
        const commune = communes.byCode(one)
        return commune ? [{ label: `${commune.type} ${commune.name}`, value: one }] : []
      })
      return { outcome: 'done', values: { wish, commune_options: { value: options, said: '' } } }
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
