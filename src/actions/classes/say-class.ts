import type { FoundClass } from '../../classes/find-classes.ts'
import { fill } from '../../core/fill.ts'
import type { ClassTexts } from './class-texts.ts'
import { instantSaid } from './instant-said.ts'

/** A class as one of several to choose from. */
export function optionOf(texts: ClassTexts, found: FoundClass): { label: string; value: string } {
  const label = fill(texts.option, { when: instantSaid(found.startsAt), subject: found.subject })
  return { label: shortened(label, MAX_LABEL), value: found.id }
}

/** What stands on the platforms' buttons at most. */
const MAX_LABEL = 60

/** A class in one line of a list. */
export function lineOf(texts: ClassTexts, found: FoundClass): string {
  const seats = found.freeSeats > 0 ? fill(texts.seats, { count: String(found.freeSeats) }) : texts.full
  const place = found.mode === 'online' ? texts.online : found.place
  return fill(texts.line, { when: instantSaid(found.startsAt), subject: found.subject, place, seats })
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`
}
