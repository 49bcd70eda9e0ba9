import { z } from 'zod'
import { findClasses } from '../../classes/find-classes.ts'
import { fill } from '../../core/fill.ts'
import type { Action } from '../../engine/action.ts'
import type { UnitCode } from '../../places/commune.ts'
import type { ActionDeps } from '../deps.ts'
import { optionOf } from './say-class.ts'

const params = z.strictObject({ commune: z.string().regex(/^\d{5}$/) })
/** What Zalo shows in one list. */
const MAX_SHOWN = 5

/** The classes that somebody of a commune can sign up for: what is said of them, and the options of the next question. */
export function findClassesAction({ db, communes, classTexts }: ActionDeps): Action {
  return {
    params,
    outcomes: ['found', 'none'],
    gives: ['class_options', 'classes_said'],
    async run(given, { now }) {
      const commune = communes.byCode(params.parse(given).commune as UnitCode)
      if (!commune) return { outcome: 'none' }
      const { near, classes } = await findClasses(db, { commune, from: now, limit: MAX_SHOWN }, now)
      if (classes.length === 0) return { outcome: 'none' }
      const name = `${commune.type} ${commune.name}`
      const said = fill(near === 'commune' ? classTexts.here : classTexts.elsewhere, { commune: name })
      const options = classes.map((found) => optionOf(classTexts, found))
      return {
        outcome: 'found',
        values: { class_options: { value: options, said: '' }, classes_said: { value: null, said } },
      }
    },
  }
}
