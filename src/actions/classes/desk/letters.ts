import { recordClassAudit } from '../../../classes/audit.store.ts'
import {
  addLetter,
  batchOf,
  type ClassLetter,
  type ClassLetterId,
  findLastLetter,
  listUntoldLetters,
  markLetterTold,
} from '../../../classes/letter.store.ts'
import { vietnamDateTime } from '../../../core/clock.ts'
import { AccountRemoved } from '../../../core/errors.ts'
import { fill } from '../../../core/fill.ts'
import type { Message } from '../../../core/messages.ts'
import { lengthOf } from '../../../core/text-length.ts'
import type { Db } from '../../../db/open.ts'
import { measureBatch } from '../../../outbox/batch.store.ts'
import { actorOf } from '../../../staff/member.ts'
import { deliverIfPossible } from '../../../support/letter.ts'
import { type StaffTurn, sayAtDesk } from '../../desk-turn.ts'
import { placeNotice } from '../notify.ts'
import type { ClassDesk } from './class-desk.ts'
import { valuesOf } from './class-said.ts'
import { planLetter, unreachedSaid } from './letter-people.ts'
import { type AtDesk, readBack } from './read-back.ts'

/** With its frame still one message on every platform. */
const MAX_CHARS = 1000
const A_LOOK = 100

/** Reads a letter to a class back, with how many get it and who does not. */
export async function askToWrite(desk: ClassDesk, at: AtDesk, text: string): Promise<StaffTurn> {
  const { texts } = desk
  const { row, now } = at
  if (lengthOf(text) > MAX_CHARS) return sayAtDesk(fill(texts.letter.too_long, { max: String(MAX_CHARS) }))
  const { reached, byTemplate, unreached, dueAt } = await planLetter(desk.db, desk, at, {
    // Nothing is sent yet: the letter's own id is drawn when it is.
    id: desk.ids.next() as ClassLetterId,
    text,
  })
  const missed = unreachedSaid(texts, unreached)
  if (reached === 0) return sayAtDesk(fill(texts.letter.nobody, { code: row.code, unreached: missed }))
  const night = dueAt > now ? fill(texts.letter.after_night, { when: vietnamDateTime(dueAt) }) : ''
  const templates = byTemplate > 0 ? fill(texts.letter.by_template, { count: String(byTemplate) }) : ''
  const values = { ...valuesOf(row), text, night, reached: String(reached), unreached: `${templates}${missed}` }
  return readBack(desk, at, { deed: 'letter', text }, fill(texts.ask.letter, values))
}

/** Puts a letter into the outbox, once for each contact; who is reached is decided anew. */
export async function writeToClass(
  trx: Db,
  desk: ClassDesk,
  { member, row, now }: AtDesk,
  { id, text }: { readonly id: ClassLetterId; readonly text: string },
): Promise<readonly Message[]> {
  const { texts, units, support, sealer } = desk
  const { letters, unreached } = await planLetter(trx, desk, { row, now }, { id, text })
  const unit = units.nameOf(row.commune_code)
  const framed = fill(texts.letter.frame, { unit, subject: row.subject, code: row.code, text })
  const parts = { desk: { sealer, ...support } }
  const counts = { reached: 0, no_account: 0 }
  for (const { notice } of letters) {
    try {
      await placeNotice(trx, parts, notice, async () => ({ type: 'text', text: framed }), now)
      counts.reached += 1
    } catch (error) {
      if (!(error instanceof AccountRemoved)) throw error
      counts.no_account += 1
    }
  }
  const missed = Object.fromEntries(Object.entries(unreached).map(([because, names]) => [because, names.length]))
  const people = { ...missed, ...counts }
  await addLetter(trx, { id, classId: row.id, staff: member.id, people, now })
  await recordClassAudit(trx, {
    at: now,
    actor: actorOf(member),
    action: 'class_written_to',
    subject: `class:${row.id}`,
    detail: Object.entries(people)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  })
  return [{ type: 'text', text: fill(texts.done.letter, { code: row.code, reached: String(counts.reached) }) }]
}

/** What has become of the last letter to a class until now. */
export async function showLetterOutcome(desk: ClassDesk, { row }: AtDesk): Promise<StaffTurn> {
  const letter = await findLastLetter(desk.db, row.id)
  if (!letter) return sayAtDesk(fill(desk.texts.letter.no_letter, { code: row.code }))
  return sayAtDesk((await outcomeOf(desk.db, desk, letter)).said)
}

/** Tells writers what became of their letters, once nothing of one waits any more; to be run every minute. */
export async function tellLetterOutcomes(db: Db, desk: ClassDesk, now: number): Promise<void> {
  for (const letter of await listUntoldLetters(db, A_LOOK)) {
    const { over, said } = await outcomeOf(db, desk, letter)
    if (!over) continue
    await db.transaction().execute(async (trx) => {
      if (!(await markLetterTold(trx, letter.id, now)) || letter.writer === null) return
      const message = { type: 'text', text: said } as const
      const told = { contact: letter.writer, key: `${batchOf(letter.id)}-outcome`, message, now, dueAt: now }
      await deliverIfPossible(trx, desk.support.deliver, told)
    })
  }
}

async function outcomeOf(
  db: Db,
  { texts }: ClassDesk,
  { id, code, createdAt }: ClassLetter,
): Promise<{ readonly over: boolean; readonly said: string }> {
  const { sent, unknown, open, held, failed, skipped } = await measureBatch(db, batchOf(id))
  const { opted_out: optedOut = 0, ...dropped } = skipped
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0)
  const counts = { sent, open: open + held, opted_out: optedOut, failed: sum(failed) + sum(dropped), unknown }
  const results = Object.entries(counts)
    .filter(([what, count]) => count > 0 || what === 'sent')
    .map(([what, count]) => fill(texts.letter.result[what as keyof typeof counts], { count: String(count) }))
    .join(', ')
  const said = fill(texts.letter.outcome, { code, when: vietnamDateTime(createdAt), results })
  return { over: counts.open === 0, said }
}
