import type { FoundClass } from '../../classes/find-classes.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import type { Choice } from '../../core/messages.ts'
import type { CardOption } from '../../engine/form/draft.ts'
import type { Commune } from '../../places/commune.ts'
import type { ClassTexts } from './class-texts.ts'

/** A class as one of several to choose from, to be shown as a card; `where` when that is not plain. */
export function optionOf(texts: ClassTexts, found: FoundClass, where?: Commune): CardOption {
  const { subject, code, mapLink } = found
  const values = {
    when: vietnamDateTime(found.startsAt),
    subject,
    code,
    seats: seatsOf(texts, found),
    place: placeOf(texts, found, where),
  }
  const link = isWebAddress(mapLink) ? { label: texts.map_label, url: mapLink } : null
  return {
    label: shortened(fill(texts.option, values), MAX_LABEL),
    value: found.id,
    also: [code, spaced(code)],
    card: {
      title: fill(texts.card.title, values),
      subtitle: fill(texts.card.subtitle, values),
      button: fill(texts.card.button, values),
      link,
    },
  }
}

/** The card of a class as one line: when, where, and how many seats. */
export function lineOf(texts: ClassTexts, { card }: CardOption, code: string): string {
  return fill(texts.named, { title: card.title, subtitle: card.subtitle, code })
}

/** A button with the map of a place; none where the office gave no link. */
export function mapChoice(texts: ClassTexts, link: string | null): Choice[] {
  return isWebAddress(link) ? [{ type: 'url', label: texts.map_label, url: link }] : []
}

/** What stands on the platforms' buttons at most. */
const MAX_LABEL = 60

function seatsOf(texts: ClassTexts, { freeSeats }: FoundClass): string {
  return freeSeats > 0 ? fill(texts.seats, { count: String(freeSeats) }) : texts.full
}

function placeOf(texts: ClassTexts, { mode, place }: FoundClass, where?: Commune): string {
  if (mode === 'online') return texts.online
  return where ? `${place}, ${where.type} ${where.name}` : place
}

/** An office may type anything there; a platform refuses the whole message for a wrong address. */
function isWebAddress(link: string | null): link is string {
  return link !== null && /^https?:\/\/\S+$/.test(link) && URL.canParse(link)
}

/** A code as many write it: `LC 13`. */
function spaced(code: string): string {
  return code.replace(/(?<=[A-Z])(?=\d)/, ' ')
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`
}
