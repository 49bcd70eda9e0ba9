import { z } from 'zod'
import type { ClassCode } from '../../classes/class.ts'
import { findClassOfCode } from '../../classes/find-by-code.ts'
import { fill } from '../../core/fill.ts'
import type { Action } from '../../engine/action.ts'
import { codesIn } from '../../engine/named-code.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import type { ActionDeps } from '../deps.ts'
import { lineOf, optionOf } from './say-class.ts'

const params = z.strictObject({ letters: z.string().regex(/^[a-z]{1,4}$/) })

/**
 * The class whose code the person wrote as they began: "cho em đăng ký LC13". A code with the given `letters` of which no
 * class takes people is said to be none; with other letters it may be anything.
 */
export function namedClass({
  db,
  communes,
  provinces,
  classTexts: texts,
}: Pick<ActionDeps, 'db' | 'communes' | 'provinces' | 'classTexts'>): Action {
  return {
    params,
    outcomes: ['found', 'none'],
    gives: ['class', 'class_options', 'classes_said'],
    async run(given, { words, province, now }) {
      const { letters } = params.parse(given)
      const { code: unit } = provinceOrThrow(provinces, province)
      const typed = codesIn(words ?? '')
      for (const { code } of typed) {
        const found = await findClassOfCode(db, { code: code as ClassCode, province: unit }, now)
        if (!found || found.opensAt !== null) continue
        const option = optionOf(texts, found, communes.byCode(found.commune))
        const said = lineOf(texts, option, code)
        return {
          outcome: 'found',
          values: {
            class: { value: option.value, said: option.label },
            class_options: { value: [option], said: '' },
            classes_said: { value: null, said },
          },
          messages: [{ type: 'text', text: said }],
        }
      }
      const unknown = typed.find((one) => one.letters === letters)
      if (!unknown) return { outcome: 'none' }
      return { outcome: 'none', messages: [{ type: 'text', text: fill(texts.none_named, { code: unknown.code }) }] }
    },
  }
}
