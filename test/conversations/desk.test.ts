import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import type { StaffTurn } from '../../src/actions/desk-turn.ts'
import { listBroadcasts } from '../../src/broadcasts/broadcast.store.ts'
import { codeOf } from '../../src/broadcasts/code.ts'
import type { ContactId } from '../../src/core/ids.ts'
import { type Message, replyChoices } from '../../src/core/messages.ts'
import { instantOf, readDay, readMinutes } from '../../src/core/vietnam-day.ts'
import type { Db } from '../../src/db/open.ts'
import { createWorld, MORNING } from '../broadcasts/support/world.ts'
import { broadcastTurn } from '../support/broadcast-desk.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { hire } from '../support/hired.ts'
import { person, sealer } from '../support/samples.ts'
import { giaLai, quyNhon } from '../support/support-desk.ts'

const chatSchema = z.strictObject({
  name: z.string(),
  chat: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string())]))).min(1),
})
const CHATS = parseAllDocuments(readFileSync(join(import.meta.dirname, 'desk/thong-bao.yaml'), 'utf8'), {
  schema: 'failsafe',
}).map((document) => chatSchema.parse(document.toJS()))

/** Who speaks in the chats; a citizen among them. */
const PEOPLE: Readonly<Record<string, ContactId>> = {
  'chị Lan': person(90),
  'anh Bình': person(91),
  'em Hoa': person(92),
  'bác Tư': person(1),
}
const LINE = /^(?<who>chị Lan|anh Bình|em Hoa|bác Tư)(?<how> bấm| nhận)?$/

describeOnBothEngines('chats of officers about announcements', (context) => {
  it.each(CHATS)('$name', async ({ chat }) => {
    const { db } = context
    const world = createWorld(db)
    await world.people(Array.from({ length: 60 }, (_, number) => person(number)))
    await hire(db, person(90), 'officer', giaLai, 'chị Lan')
    await hire(db, person(91), 'admin', giaLai, 'anh Bình')
    await hire(db, person(92), 'commune_staff', quyNhon, 'em Hoa')
    let now = MORNING
    let said: readonly Message[] | null = null
    const buttons = new Map<ContactId, Message[]>()

    const write = async (contact: ContactId, text: string) => {
      const turn = await broadcastTurn(db, contact, await withCode(db, text), now)
      said = turn && (await carryOut(db, turn))
      buttons.set(contact, [...(buttons.get(contact) ?? []), ...(said ?? [])])
    }
    const lines: Readonly<Record<string, (value: readonly string[]) => Promise<void> | void>> = {
      'trả lời': (fragments) => expectAll(shown(said ?? []), fragments),
      'không trả lời': () => expect(said).toBeNull(),
      giờ: async ([time = '']) => {
        now = instantOf(readDay('05/10/2026') ?? 0, readMinutes(time) ?? 0)
        await world.send(10)
        await world.tick(now - 60_000)
        await world.tick(now)
      },
    }
    for (const line of chat) {
      const [[key = '', value = ''] = []] = Object.entries(line)
      const values = [value].flat()
      const named = LINE.exec(key)?.groups
      const contact = PEOPLE[named?.who ?? '']
      if (!contact) await (lines[key] ?? unknownLine(key))(values)
      else if (named?.how === ' nhận') {
        const letter = await lastLetter(db, contact)
        buttons.set(contact, [...(buttons.get(contact) ?? []), letter])
        expectAll(shown([letter]), values)
      } else if (named?.how === ' bấm') await write(contact, wordsOf(buttons.get(contact) ?? [], values[0] ?? ''))
      else await write(contact, values[0] ?? '')
    }
  })
})

function unknownLine(key: string): never {
  throw new Error(`"${key}" is no line of a chat`)
}

async function carryOut(db: Db, turn: StaffTurn): Promise<readonly Message[]> {
  const late: Message[] = []
  await db.transaction().execute(async (trx) => {
    for (const write of turn.writes) late.push(...((await write(trx)) ?? []))
  })
  return [...turn.messages, ...late]
}

/** `TB` alone stands for the code of the newest announcement. */
async function withCode(db: Db, text: string): Promise<string> {
  const [newest] = await listBroadcasts(db, { limit: 1 })
  return newest ? text.replace(/\bTB\b(?!-)/, codeOf(newest.id)) : text
}

/** What the last button of that label, or that begins with it, says when it is pressed. */
function wordsOf(messages: readonly Message[], label: string): string {
  const button = messages.flatMap(replyChoices).findLast((choice) => choice.label.startsWith(label))
  if (!button) throw new Error(`there is no button "${label}"`)
  return button.payload.replace(/^staff:/, '')
}

async function lastLetter(db: Db, contact: ContactId): Promise<Message> {
  const row = await db
    .selectFrom('outbox')
    .select('sealed_part')
    .where('contact_id', '=', contact)
    .where('purpose', '=', 'reply')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return (sealer.open(row.sealed_part) as { body: Message }).body
}

function shown(messages: readonly Message[]): string {
  return messages
    .flatMap((message) => [
      ...('text' in message ? [message.text] : []),
      ...replyChoices(message).map(({ label }) => `[${label}]`),
    ])
    .join('\n')
}

function expectAll(text: string, fragments: readonly string[]): void {
  for (const fragment of fragments) expect(text).toContain(fragment)
}
