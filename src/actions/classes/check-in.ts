import { countLessons, listPresent, noteAttendance } from '../../classes/attendance.store.ts'
import { AFTER_MS, BEFORE_MS, findPosterDate, noteScan, type PosterDate } from '../../classes/check-in.store.ts'
import { type CheckInCodes, readCheckIn } from '../../classes/check-in-code.ts'
import { listRegistrationsOf } from '../../classes/registration.store.ts'
import type { Registration } from '../../classes/registration.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import type { InboundEvent } from '../../core/events.ts'
import { fill } from '../../core/fill.ts'
import type { ContactId } from '../../core/ids.ts'
import type { Message, ReplyChoice } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { Write } from '../../engine/action.ts'
import { payloadOf } from '../../engine/payload.ts'
import type { DeskTurn, DeskTurns } from '../desk-turn.ts'
import type { CheckInTexts } from './check-in-texts.ts'

const PAYLOAD = 'checkin:'
const EVERYBODY = 'all'
/** So many people of one phone are named to choose from. */
const NAMED = 9
/** The flow in which somebody at the door gets a free seat, and the one in which classes are looked for. */
const WALK_IN_FLOW = 'ghi-ten-tai-lop'
const FIND_FLOW = 'dang-ky-lop'

/** What checking in needs. */
export interface CheckInDesk {
  readonly db: Db
  readonly sealer: Sealer
  readonly checkIns: CheckInCodes
  readonly texts: CheckInTexts
}

/** One scan: whose, of which date, and when. */
interface Scan {
  readonly contact: ContactId
  readonly words: string
  readonly date: PosterDate
  readonly now: number
}

/**
 * The turns of people who scan the poster of a class: the link opens the chat with the code as its `ref`, or writes it
 * for them. Only people whom the same contact signed up are checked in; nobody else's name is ever said.
 */
export function createCheckInTurns(desk: CheckInDesk): DeskTurns {
  return async (event, { id: contact }, _key, now) => {
    const { words, person } = wordsOf(event)
    const typed = words === null ? null : readCheckIn(words)
    if (typed === null || words === null) return null
    const { texts } = desk
    const date = await findPosterDate(desk.db, typed.code, typed.number)
    const { row } = date ?? {}
    if (!date || !row || !desk.checkIns.isCodeOf({ ...row, number: typed.number }, typed.sign))
      return say(texts.unknown)
    const values = { subject: row.subject, when: vietnamDateTime(date.startsAt) }
    if (date.cancelled) return say(fill(texts.cancelled, values))
    if (now < date.startsAt - BEFORE_MS) return say(fill(texts.too_early, values))
    if (now > date.endsAt + AFTER_MS) return say(fill(texts.too_late, values))
    return checkIn(desk, { contact, words, date, now }, person)
  }
}

/** The code that an event carries, and whom of several a button meant. */
function wordsOf(event: InboundEvent): { words: string | null; person: string | null } {
  if (event.type === 'button' && event.payload.startsWith(PAYLOAD)) {
    const [words = '', person = null] = event.payload.slice(PAYLOAD.length).split('/')
    return { words, person }
  }
  if (event.type === 'message') return { words: event.ref ?? event.text, person: null }
  if (event.type === 'chat_opened' || event.type === 'button') return { words: event.ref, person: null }
  return { words: null, person: null }
}

async function checkIn(desk: CheckInDesk, scan: Scan, person: string | null): Promise<DeskTurn> {
  const { db, sealer, texts } = desk
  const { row, startsAt } = scan.date
  const own = (await listRegistrationsOf(db, sealer, scan.contact)).filter(({ classId }) => classId === row.id)
  const seated = own.filter(({ status }) => ['registered', 'attended', 'missed'].includes(status)).reverse()
  if (seated.length === 0) return notListed(desk, scan, own)
  const present = await listPresent(db, { people: seated.map(({ id }) => id), sessionAt: startsAt })
  const left = seated.filter(({ id }) => !present.has(id))
  const one = person !== null && person !== EVERYBODY
  const meant = one ? seated.filter(({ id }) => id === person) : left
  if (meant.length === 0) return say(fill(one ? texts.gone : texts.all_done, { subject: row.subject }))
  return meant.length === 1 || person === EVERYBODY ? markPresent(desk, scan, meant) : askWho(texts, scan, left)
}

function askWho(texts: CheckInTexts, { words, date: { row } }: Scan, people: readonly Registration[]): DeskTurn {
  const choice = (label: string, whom: string): ReplyChoice => {
    return { type: 'reply', label, payload: `${PAYLOAD}${words}/${whom}` }
  }
  const choices = [
    ...people.slice(0, NAMED).map(({ name, id }) => choice(name, id)),
    choice(texts.everybody, EVERYBODY),
  ]
  return saying({ type: 'text', text: fill(texts.which, { subject: row.subject }), choices })
}

function markPresent({ texts }: CheckInDesk, { date, now }: Scan, people: readonly Registration[]): DeskTurn {
  const write: Write = async (trx) => {
    const lines: string[] = []
    for (const { id, name, code } of people) {
      const note = { registration: id, sessionAt: date.startsAt, status: 'attended', by: 'self' } as const
      if (!(await noteAttendance(trx, note, now))) continue
      const lessons = String(await countLessons(trx, id))
      lines.push(fill(texts.done, { name, code, subject: date.row.subject, lessons }))
    }
    return [{ type: 'text', text: lines.length === 0 ? texts.gone : lines.join('\n') }]
  }
  return { messages: [], writes: [write], goesOn: false }
}

/** Who waits for a seat is sent to the class's own staff; others may take a free one on the spot. */
function notListed({ texts }: CheckInDesk, { contact, date, now }: Scan, own: readonly Registration[]): DeskTurn {
  const { row } = date
  const free = row.capacity - row.taken
  const values = { subject: row.subject, when: vietnamDateTime(date.startsAt), free: String(free) }
  if (own.some(({ status }) => status === 'waiting' || status === 'offered')) return say(fill(texts.waiting, values))
  const hasRoom = free > 0 && row.waiting === 0 && row.status === 'open'
  const [label, flow] = hasRoom ? [texts.sign_up, WALK_IN_FLOW] : [texts.find_other, FIND_FLOW]
  const choice: ReplyChoice = { type: 'reply', label, payload: payloadOf({ type: 'flow', flow }) }
  const text = fill(hasRoom ? texts.not_listed : texts.full, values)
  const scanned: Write = (trx) => noteScan(trx, contact, row.id, now)
  return { ...saying({ type: 'text', text, choices: [choice] }), writes: hasRoom ? [scanned] : [] }
}

function say(text: string): DeskTurn {
  return saying({ type: 'text', text })
}

function saying(message: Message): DeskTurn {
  return { messages: [message], writes: [], goesOn: false }
}
