import { fold, normalise } from '../../core/text.ts'

/** Commands are short; everything that citizens write is looked at here. */
const MAX_CHARS = 60
const LIST =
  /^(?:(?:xem|danh sach|ds|cac|nhung|cho xem)\s+)*dai su so(?:\s+(?:cua\s+)?(?:xa|phuong)(?:\s+(?:minh|em|toi|ta))?)?(?:\s+a)?[\s.!?]*$/

/** Whether a text asks for the mentors of one's unit: `đại sứ số`, `danh sách đại sứ số của xã`. */
export function asksForMentors(text: string): boolean {
  return text.length <= MAX_CHARS && LIST.test(fold(normalise(text)))
}
