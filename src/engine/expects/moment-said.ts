import type { LocalDate } from './calendar.ts'
import { weekdayOf } from './calendar.ts'
import type { TimeOfDay } from './read-hours.ts'
import type { Option } from './reading.ts'

/** How days and times are read back; `weekdays` are their names from Monday. */
export interface MomentSayer {
  /** `thứ bảy 28/11/2026` */
  day(date: LocalDate): Option<LocalDate>
  /** `07:30`, or the name of a part of the day. */
  time(time: TimeOfDay): Option<TimeOfDay>
  /** `19:00 thứ bảy 28/11/2026` */
  both(date: LocalDate, time: TimeOfDay): Option<DayAndTime>
}

export interface DayAndTime {
  readonly date: LocalDate
  readonly time: TimeOfDay
}

export function createMomentSayer(weekdays: readonly string[]): MomentSayer {
  const sayDay = (date: LocalDate) =>
    `${weekdays[weekdayOf(date) - 1]} ${twoDigits(date.day)}/${twoDigits(date.month)}/${date.year}`
  return {
    day: (date) => ({ value: date, said: sayDay(date) }),
    time: (time) => ({ value: time, said: sayTime(time) }),
    both: (date, time) => ({ value: { date, time }, said: `${sayTime(time)} ${sayDay(date)}` }),
  }
}

function sayTime(time: TimeOfDay): string {
  return 'part' in time ? time.part : `${twoDigits(time.hour)}:${twoDigits(time.minute)}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
