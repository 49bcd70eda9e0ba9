/** Where time comes from. Instants are UTC milliseconds everywhere; only texts for people know a time zone. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that starts at `start` (UTC ms) and then runs on, for trying out the days of a campaign (`FAKE_NOW`). */
export function clockStartingAt(start: number, real: Clock = systemClock): Clock {
  const offset = start - real.now()
  return { now: () => real.now() + offset }
}

const VIETNAM_DATE = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
})
const VIETNAM_TIME = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** `05/10/2026`, as read in Vietnam. */
export function vietnamDate(instant: number): string {
  return VIETNAM_DATE.format(instant)
}

/** `07:30`, 24 hours, as read in Vietnam. */
export function vietnamTime(instant: number): string {
  return VIETNAM_TIME.format(instant)
}

/** `19:00 28/11/2026`, as read in Vietnam. */
export function vietnamDateTime(instant: number): string {
  return `${vietnamTime(instant)} ${vietnamDate(instant)}`
}
