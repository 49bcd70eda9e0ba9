import { dayOf, startOfDay } from '../calendar/days.ts'
import { DAY_MS, MINUTE_MS } from '../core/durations.ts'
import type { UnitId } from '../staff/member.ts'
import type { SupportDesk, SupportRules } from './desk.ts'
import type { TicketLevel } from './ticket.ts'

/** When a level must have answered what came at `from`: counted in the working time of the unit's province. */
export function dueAfter(
  { calendar, rules, units }: SupportDesk,
  from: number,
  level: TicketLevel,
  unit: UnitId | null,
): number {
  const province = unit === null ? null : units.provinceOf(unit)
  return calendar.addWorkingMinutes(from, rules.answer_within_minutes[level], province)
}

/** `now`, or the end of the night that it falls into: nobody is woken by a reply. */
export function afterNight({ night }: SupportRules, now: number): number {
  const midnight = startOfDay(dayOf(now))
  const minute = (now - midnight) / MINUTE_MS
  const overMidnight = night.from > night.to
  const inEvening = minute >= night.from && (overMidnight || minute < night.to)
  const inMorning = overMidnight && minute < night.to
  if (!inEvening && !inMorning) return now
  return midnight + night.to * MINUTE_MS + (inEvening && overMidnight ? DAY_MS : 0)
}
