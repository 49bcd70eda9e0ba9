import { fill } from '../core/fill.ts'
import type { Schedule } from './schedule.ts'

/** When something goes out, in the words of `texts`: `Một lần, 05/10/2026 07:30`. */
export function scheduleSaid(texts: Readonly<Record<Schedule['type'], string>>, schedule: Schedule): string {
  switch (schedule.type) {
    case 'once':
      return fill(texts.once, { at: schedule.at })
    case 'daily':
      return fill(texts.daily, { at: schedule.at, from: schedule.from, to: schedule.to })
    case 'weekly': {
      const days = schedule.days.map((day) => day.toUpperCase()).join(', ')
      return fill(texts.weekly, { days, at: schedule.at, from: schedule.from, to: schedule.to })
    }
    case 'cron':
      return fill(texts.cron, { expression: schedule.expression, from: schedule.from, to: schedule.to })
  }
}
