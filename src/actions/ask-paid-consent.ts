import { z } from 'zod'
import type { Action } from '../engine/action.ts'
import { findPaidConsents } from '../people/paid-consent.store.ts'
import type { ActionDeps } from './deps.ts'

const params = z.strictObject({ title: z.string().trim().min(1).max(65) })

/**
 * Asks for the consent to paid announcements by the platform's own button, where the account has such messages and the
 * person has not agreed yet. Within the person's own turn, so that the platform's window is open.
 */
export function askPaidConsent({ db, paidAccounts }: Pick<ActionDeps, 'db' | 'paidAccounts'>): Action {
  return {
    params,
    outcomes: ['done'],
    gives: [],
    async run(given, { contact, account, now }) {
      const { title } = params.parse(given)
      const asks = paidAccounts.has(account) && !(await findPaidConsents(db, [contact], now)).has(contact)
      return { outcome: 'done', ...(asks && { messages: [{ type: 'consent_request', title }] }) }
    },
  }
}
