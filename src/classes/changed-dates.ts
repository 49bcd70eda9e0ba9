import type { ClassStatus } from './class.ts'
import type { Session } from './schedule.ts'

/** A lesson that takes place at another time, or not at all (`to` null). Instants are UTC ms. */
export interface ChangedDate {
  /** Where the lesson stands in the series. */
  readonly number: number
  readonly from: number
  readonly to: number | null
  /** It had been called off: `from` is when it was to be held before. */
  readonly restored?: true
}

/** What people of a class have to hear. */
export interface ChangedClass {
  /** The whole class does not take place. */
  readonly classCancelled: boolean
  /** The class had been called off, and takes place after all. */
  readonly classRestored: boolean
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
  if (after.status === 'cancelled') return { classCancelled: heldBefore.length > 0, classRestored: false, dates: [] }
  const heldAfter = new Map(
    after.sessions.filter(({ status }) => status !== 'cancelled').map(({ number, startsAt }) => [number, startsAt]),
  )
  const dates = heldBefore.flatMap(({ number, startsAt: from }) => {
    const to = heldAfter.get(number) ?? null
    return to === from ? [] : [{ number, from, to }]
  })
  const restored = coming.flatMap(({ number, startsAt: from, status }) => {
    const to = status === 'cancelled' ? heldAfter.get(number) : undefined
    return to === undefined ? [] : [{ number, from, to, restored: true as const }]
  })
  const isComing = [...heldAfter.values()].some((startsAt) => startsAt > now)
  return {
    classCancelled: false,
    classRestored: before.status === 'cancelled' && isComing,
    dates: inOrder([...dates, ...restored]),
  }
}

/** Two changes as one, for people who heard of neither: what was moved back, or called off again, is no change. */
export function joinChanges(first: ChangedClass, second: ChangedClass): ChangedClass {
  const dates = new Map(first.dates.map((date) => [date.number, date]))
  for (const date of second.dates) dates.set(date.number, joinDates(dates.get(date.number), date))
  return {
    classCancelled: second.classCancelled && !first.classRestored,
    classRestored: second.classRestored ? !first.classCancelled : first.classRestored && !second.classCancelled,
    // People still think the class is off.
    dates: first.classRestored && second.classCancelled ? [] : inOrder([...dates.values()].filter(isChange)),
  }
}

function joinDates(first: ChangedDate | undefined, { number, from, to, restored }: ChangedDate): ChangedDate {
  const wasOff = first === undefined ? restored : first.restored
  return { number, from: first?.from ?? from, to, ...(wasOff ? { restored: true } : {}) }
}

function isChange({ from, to, restored }: ChangedDate): boolean {
  return restored ? to !== null : from !== to
}

function inOrder(dates: readonly ChangedDate[]): ChangedDate[] {
  return dates.toSorted((a, b) => a.number - b.number)
}
