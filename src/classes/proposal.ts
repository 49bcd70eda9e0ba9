import type { Day } from '../calendar/days.ts'
import type { Minutes } from '../core/vietnam-day.ts'
import type { StaffId } from '../staff/member.ts'
import type { ClassId } from './class.ts'

/** A change to a class, as it was read back to a member of staff. Instants are UTC ms. */
export type Proposal =
  | { readonly deed: 'open' | 'close' }
  /** `present`: numbers (order of arrival) of those who came to the lesson that began at `sessionAt`. */
  | { readonly deed: 'attendance'; readonly sessionAt: number; readonly present: readonly number[] }
  | { readonly deed: 'add'; readonly name: string; readonly phone: string }
  | { readonly deed: 'letter'; readonly text: string }
  /** The lesson of the day `from` goes to `day`; it lasts as long as before. */
  | { readonly deed: 'move'; readonly from: Day; readonly day: Day; readonly start: Minutes }
  | { readonly deed: 'cancel_date'; readonly from: Day }
  | { readonly deed: 'cancel_class' }

/** What a member of staff is about to do with a class. */
export interface ClassIntent {
  readonly staff: StaffId
  readonly classId: ClassId
  readonly proposal: Proposal
  /** UTC ms. */
  readonly createdAt: number
}
