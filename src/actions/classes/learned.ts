import { z } from 'zod'
import { listLearningRecords } from '../../classes/attendance.store.ts'
import { fill } from '../../core/fill.ts'
import type { Action } from '../../engine/action.ts'
import type { ActionDeps } from '../deps.ts'

/** Tells a person how many lessons they, and those whom they signed up, have come to. */
export function tellLearned({ db, sealer, checkInTexts: { learned: texts } }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['some', 'none'],
    gives: [],
    async run(_params, { contact }) {
      const records = (await listLearningRecords(db, sealer, contact)).filter(({ lessons }) => lessons > 0)
      const lines = records.flatMap(({ name, lessons, subjects }) => [
        fill(texts.person, { name, lessons: String(lessons) }),
        ...subjects.map((one) => fill(texts.subject, { subject: one.subject, lessons: String(one.lessons) })),
      ])
      if (lines.length === 0) return { outcome: 'none', messages: [{ type: 'text', text: texts.none }] }
      return { outcome: 'some', messages: [{ type: 'text', text: lines.join('\n') }] }
    },
  }
}
