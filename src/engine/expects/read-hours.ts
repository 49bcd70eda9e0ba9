/** A part of the day, where no clock time was said. */
export type DayPart = 'sáng' | 'trưa' | 'chiều' | 'tối'
export interface ClockTime {
  readonly hour: number
  readonly minute: number
}
export type TimeOfDay = ClockTime | { readonly part: DayPart }

export type Hours =
  | { readonly type: 'hours'; readonly times: readonly TimeOfDay[] }
  | {
      readonly type: 'refused'
      readonly why: 'mismatch' | 'no_such_time' | 'vague'
      readonly times: readonly TimeOfDay[]
    }

export interface HoursRead {
  /** One for each time that is named; one with several `times` may be any of them. */
  readonly hours: readonly Hours[]
  /** The signs with `T` in the place of each time. */
  readonly rest: string
}

type PartSign = 'am' | 'noon' | 'pm' | 'eve' | 'night' | 'ante' | 'post'
const PARTS = '(?<!\\S)(?:am|noon|pm|eve|night|ante|post)(?!\\S)'
const LESS = ' less #\\d+(?: minute)?'
const CLOCKS = [
  'midnight',
  `~\\d+:\\d+!?(?:${LESS})?`,
  '#\\d+ hour half',
  '#\\d+ half',
  `#\\d+(?: hour)?${LESS}`,
  '#\\d+ hour(?: #\\d+ minute)?',
]
const CLOCK = `(?<!\\S)(?:${CLOCKS.join('|')})(?!\\S)`
/** An hour by its number alone, where a part of the day stands at its side. */
const BARE_HOUR = new RegExp(
  `(?<=${PARTS} )#\\d+(?!\\S)(?! (?:hour|half|less))|(?<!\\S)(?<!(?:hour|less) )#\\d+(?= ${PARTS})`,
  'g',
)

/**
 * Finds all times that the signs name. An hour from 1 to 12 without a part of the day may be two; `10:30!` is of a
 * 24-hour clock.
 */
export function readHours(signs: string): HoursRead {
  const clocks: string[] = []
  const parts: PartSign[] = []
  const rest = signs
    .replace(BARE_HOUR, (hour) => `${hour} hour`)
    .replace(new RegExp(CLOCK, 'g'), (clock) => {
      clocks.push(clock)
      return 'T'
    })
    .replace(new RegExp(PARTS, 'g'), (part) => {
      parts.push(part as PartSign)
      return 'T'
    })
  return { hours: pair(clocks, [...new Set(parts)]), rest }
}

/** Each time with its part of the day: one part is said of all times, several in the order of the times. */
function pair(clocks: readonly string[], parts: readonly PartSign[]): Hours[] {
  if (clocks.length === 0) return parts.map(hoursOfPart)
  const [clock] = clocks
  if (clocks.length === 1 && clock !== undefined && parts.length > 1) {
    const readings = parts.map((part) => readClock(clock, part))
    return readings.every((hours) => sameTimes(hours, readings[0])) ? readings.slice(0, 1) : readings
  }
  return clocks.map((each, i) => readClock(each, parts.length === 1 ? parts[0] : parts[i]))
}

function sameTimes(a: Hours, b: Hours | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function hoursOfPart(part: PartSign): Hours {
  const times = { am: 'sáng', noon: 'trưa', pm: 'chiều', eve: 'tối' } as const
  if (part === 'night') return { type: 'refused', why: 'vague', times: [{ part: 'tối' }] }
  if (part === 'ante' || part === 'post') return { type: 'refused', why: 'vague', times: [] }
  return { type: 'hours', times: [{ part: times[part] }] }
}

interface Clock extends ClockTime {
  /** Written so that it can be of a 24-hour clock alone. */
  readonly full: boolean
}

function readClock(sign: string, part: PartSign | undefined): Hours {
  const clock = clockOf(sign)
  const less = lessOf(sign)
  if (clock === null || !isClockTime(clock) || less > 59) return { type: 'refused', why: 'no_such_time', times: [] }
  const { minute } = clock
  const hours = hoursMeant(clock.hour, part, clock.full)
  const times = hours.map((hour) => beforeFull({ hour, minute }, less))
  return times.length === 0 ? { type: 'refused', why: 'mismatch', times } : { type: 'hours', times }
}

function clockOf(sign: string): Clock | null {
  if (sign === 'midnight') return { hour: 0, minute: 0, full: true }
  const colon = /^~(\d+):(\d+)(!?)/.exec(sign)
  if (colon) return { hour: Number(colon[1]), minute: Number(colon[2]), full: colon[3] === '!' }
  const words = /^#(\d+)(?: hour)?(?: (half)| #(\d+) minute)?/.exec(sign)
  if (!words) return null
  return { hour: Number(words[1]), minute: words[2] ? 30 : Number(words[3] ?? 0), full: false }
}

function isClockTime({ hour, minute }: ClockTime): boolean {
  return minute < 60 && (hour < 24 || (hour === 24 && minute === 0))
}

function lessOf(sign: string): number {
  return Number(/less #(\d+)/.exec(sign)?.[1] ?? 0)
}

/** "8 giờ kém 15" is 7:45. */
function beforeFull({ hour, minute }: ClockTime, less: number): ClockTime {
  const minutes = (hour * 60 + minute - less + 1440) % 1440
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 }
}

/** For each part of the day, the hours of the 24 that are said with it. */
const HOURS_OF: Readonly<Record<PartSign, readonly number[]>> = {
  am: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  noon: [10, 11, 12, 13, 14],
  pm: [12, 13, 14, 15, 16, 17, 18, 19],
  eve: [17, 18, 19, 20, 21, 22, 23, 0],
  night: [20, 21, 22, 23, 0, 1, 2, 3, 4],
  ante: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  post: [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
}

/** Which hours of the 24 are meant; none where hour and part contradict each other, two where both halves may be meant. */
function hoursMeant(hour: number, part: PartSign | undefined, full: boolean): number[] {
  const halves = hour > 12 || hour === 0 ? [hour % 24] : hour === 12 ? [12, 0] : [hour, hour + 12]
  if (part !== undefined) return halves.filter((each) => HOURS_OF[part].includes(each))
  return full ? halves.slice(0, 1) : halves
}
