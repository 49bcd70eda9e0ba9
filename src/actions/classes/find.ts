import { z } from 'zod'
import { type FoundClasses, findClasses, findClassesAround } from '../../classes/find-classes.ts'
import { fill } from '../../core/fill.ts'
import type { Action } from '../../engine/action.ts'
import type { CardOption } from '../../engine/form/draft.ts'
import type { UnitCode } from '../../places/commune.ts'
import type { ActionDeps } from '../deps.ts'
import type { ClassTexts } from './class-texts.ts'
import { optionOf } from './say-class.ts'
import { bySuiting, type SuitingClasses, wishSchema } from './wish.ts'

const params = z.strictObject({ commune: z.string().regex(/^\d{5}$/), wish: z.string() })
/** What Zalo shows in one list. */
const MAX_SHOWN = 5
/** Among so many of the next classes it is looked for those that suit best. */
const MAX_LOOKED_AT = 60
/** And among so many of each commune around, where none of the own suits. */
const MAX_NEARBY = 20

const HEADS: Readonly<Record<FoundClasses['near'], (texts: ClassTexts) => string>> = {
  commune: ({ here }) => here,
  around: ({ around }) => around,
  province: ({ elsewhere }) => elsewhere,
  nowhere: ({ elsewhere }) => elsewhere,
}

/** The classes that somebody of a commune can sign up for: what is said of them, and the options of the next question. */
export function findClassesAction({ db, communes, classTexts }: ActionDeps): Action {
  return {
    params,
    outcomes: ['found', 'none'],
    gives: ['class_options', 'classes_said'],
    async run(given, { now }) {
      const { commune: code, wish } = params.parse(given)
      const commune = communes.byCode(code as UnitCode)
      if (!commune) return { outcome: 'none' }
      const around = communes.around(commune.code).map((one) => one.code)
      const found = await findClasses(db, { commune, around, from: now, limit: MAX_LOOKED_AT }, now)
      if (found.classes.length === 0) return { outcome: 'none' }
      const { near } = found
      const wished = wishSchema.parse(wish === '' ? { words: [] } : JSON.parse(wish))
      const own = bySuiting(found.classes, wished)
      const isNearby = own.suiting.length === 0 && near === 'commune'
      const nearby = isNearby
        ? bySuiting(await findClassesAround(db, { commune, around, from: now, limit: MAX_NEARBY }, now), wished).suiting
        : []
      const suiting = [...own.suiting, ...nearby]
      const name = `${commune.type} ${commune.name}`
      const head = fill(HEADS[near](classTexts), { commune: name })
      const said =
        nearby.length > 0
          ? fill(classTexts.nearby_at_wish, { commune: name, count: String(Math.min(nearby.length, MAX_SHOWN)) })
          : headOf(classTexts, head, { suiting, others: own.others })
      const options = [...suiting, ...own.others].slice(0, MAX_SHOWN).map((one, index) => {
        const where = one.commune === commune.code ? undefined : communes.byCode(one.commune)
        const option = optionOf(classTexts, one, where)
        return suiting.length === 0 || index < suiting.length ? option : asOther(classTexts, option)
      })
      return {
        outcome: 'found',
        values: { class_options: { value: options, said: '' }, classes_said: { value: null, said } },
      }
    },
  }
}

/** Says which of the classes begin when the person wished, where some do not. */
function headOf({ at_wish, none_at_wish }: ClassTexts, head: string, { suiting, others }: SuitingClasses): string {
  if (suiting.length === 0) return fill(none_at_wish, { head })
  return others.length === 0 || suiting.length >= MAX_SHOWN
    ? head
    : fill(at_wish, { head, count: String(suiting.length) })
}

function asOther({ card: { other } }: ClassTexts, option: CardOption): CardOption {
  return { ...option, card: { ...option.card, title: fill(other, { title: option.card.title }) } }
}
