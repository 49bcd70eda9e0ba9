import { z } from 'zod'
import { findScan } from '../../classes/check-in.store.ts'
import type { Action } from '../../engine/action.ts'
import type { ActionDeps } from '../deps.ts'
import { classSaid } from './sign-up.ts'

/** The class whose poster a person scanned just now: they are at its door and may take a free seat. */
export function scannedClass({ db }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['found', 'none'],
    gives: ['class'],
    async run(_params, { contact, now }) {
      const id = await findScan(db, contact, now)
      if (id === null) return { outcome: 'none' }
      const { subject, when } = await classSaid(db, id)
      return { outcome: 'found', values: { class: { value: id, said: `${subject} (${when})` } } }
    },
  }
}
