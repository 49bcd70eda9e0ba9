import type { ClassCode } from '../../../classes/class.ts'
import type { PlainCommand } from './desk-words.ts'
import type { Attendance } from './read-attendance.ts'

/**
 * What a member of staff wants of the classes, typed in chat. `code` is null where the class is left out: that which
 * they dealt with last is meant, or their only one.
 */
export type ClassCommand =
  | { readonly type: 'today' | 'figures' }
  | { readonly type: Exclude<PlainCommand, 'today' | 'figures'>; readonly code: ClassCode | null }
  | { readonly type: 'mark'; readonly code: ClassCode | null; readonly attendance: Attendance }
  | { readonly type: 'unread_attendance'; readonly code: ClassCode }
  /** `phone` is null when what stands there is no phone number. */
  | {
      readonly type: 'add'
      readonly code: ClassCode | null
      readonly name: string
      readonly phone: string | null
    }
  /** `text` as typed, to be sent to everybody in the class. */
  | { readonly type: 'letter'; readonly code: ClassCode | null; readonly text: string }
  /** `from` names the date that is moved, `to` the new one, in the member's words; without `from` it is the next. */
  | { readonly type: 'move'; readonly code: ClassCode | null; readonly from: string; readonly to: string }
  | { readonly type: 'cancel_date'; readonly code: ClassCode | null; readonly from: string }

/** Reads a command; null for any other text. */
export type ClassCommandReader = (text: string) => ClassCommand | null
