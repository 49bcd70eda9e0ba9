import type { ClassRow } from '../../../classes/class-row.ts'
import type { Registration } from '../../../classes/registration.ts'
import { vietnamDateTime } from '../../../core/clock.ts'
import { fill } from '../../../core/fill.ts'
import type { ClassDeskTexts } from './class-desk-texts.ts'

/** The values of a class that texts for staff name. */
export function valuesOf(row: ClassRow): Readonly<Record<string, string>> {
  return {
    code: row.code,
    subject: row.subject,
    when: row.starts_at === null ? '' : vietnamDateTime(row.starts_at),
    place: row.place,
    capacity: String(row.capacity),
    taken: String(row.taken),
    free: String(Math.max(0, row.capacity - row.taken)),
    waiting: String(row.waiting),
  }
}

/**
 * A person on a list by their number, which is that of their code (`LC12-031` is 31) and so never becomes another's
 * when somebody cancels.
 */
export function personSaid(texts: ClassDeskTexts, { position, name, phone, status }: Registration): string {
  const state = status === 'cancelled' ? '' : texts.states[status]
  return fill(texts.person, { number: String(position), name, phone: masked(phone), state })
}

/** `0912 ••• 678`. */
function masked(phone: string): string {
  return `${phone.slice(0, 4)} ••• ${phone.slice(-3)}`
}
