import type { ClassStatus } from './class.ts'
import type { Session } from './schedule.ts'

/** A lesson that takes place at another time, or not at all (`to` null). Instants are UTC ms. */
export interface ChangedDate {
  /** Where the lesson stands in the series. */
  readonly number: number
  readonly from: number
  readonly to: number | null
}

/** What people of a class have to hear. */
export interface ChangedClass {
  /** The whole class does not take place. */
  readonly classCancelled: boolean
  /** In the order of the series. */
  readonly dates: readonly ChangedDate[]
}

interface Taught {
  readonly status: ClassStatus
  readonly sessions: readonly Session[]
}

/** What changes for people of a class between two states of it, of lessons that are still to come. */
export function changesBetween(before: Taught, after: Taught, now: number): ChangedClass {
  const coming = before.sessions.filter(({ startsAt }) => startsAt > now)
  const heldBefore = coming.filter(({ status }) => status !== 'cancelled')
  if (after.status === 'cancelled') return { classCancelled: heldBefore.length > 0, dates: [] }
  const heldAfter = new Map(
    after.sessions.filter(({ status }) => status !== 'cancelled').map(({ number, startsAt }) => [number, startsAt]),
  )
  const dates = heldBefore.flatMap(({ number, startsAt: from }) => {
    const to = heldAfter.get(number) ?? null
    return to === from ? [] : [{ number, from, to }]
  })
  const restored = coming.flatMap(({ number, startsAt: from, status }) => {
    const to = status === 'cancelled' ? heldAfter.get(number) : undefined
    return to === undefined ? [] : [{ number, from, to }]
  })
  return { classCancelled: false, dates: [...dates, ...restored].sort((a, b) => a.number - b.number) }
}

/** Two changes as one, for people who heard of neither: what was moved back is no change. */
export function joinChanges(first: ChangedClass, second: ChangedClass): ChangedClass {
  const dates = new Map(first.dates.map((date) => [date.number, date]))
  for (const date of second.dates) dates.set(date.number, { ...date, from: dates.get(date.number)?.from ?? date.from })
  return {
    classCancelled: second.classCancelled,
    dates: [...dates.values()].filter(({ from, to }) => from !== to).sort((a, b) => a.number - b.number),
  }
}
