import { z } from 'zod'
import type { Action } from '../engine/action.ts'
import { recordFeedback } from '../requests/feedback.store.ts'
import type { FeedbackId } from '../requests/requests.schema.ts'
import { type ActionDeps, communeOf } from './deps.ts'

const params = z.strictObject({ procedure: z.string(), step: z.string(), happened: z.string(), photo: z.string() })
const photoSchema = z.object({ url: z.url() })

/** Keeps a difficulty with a public service for the province to look into. */
export function sendFeedback({ sealer, ids }: ActionDeps): Action {
  return {
    params,
    outcomes: ['done'],
    gives: [],
    run(given, context) {
      const { photo, ...told } = params.parse(given)
      const { contact, province, now } = context
      const content = { ...told, photoUrl: photoUrlOf(photo) }
      const id = ids.next() as FeedbackId
      return {
        outcome: 'done',
        writes: [
          (trx) =>
            recordFeedback(trx, sealer, { id, contact, province, commune: communeOf(context), content, at: now }),
        ],
      }
    },
  }
}

function photoUrlOf(photo: string): string | null {
  if (photo === '' || photo === 'null') return null
  return photoSchema.safeParse(JSON.parse(photo)).data?.url ?? null
}
