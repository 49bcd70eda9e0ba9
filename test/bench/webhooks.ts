import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { toWire } from '../../src/sandbox/messenger/wire.ts'
import type { System } from '../support/system.ts'
import { oas, pages } from './province.ts'

const questionsFile = new URL('../answers/questions.yaml', import.meta.url)
/** In the ways people really type. */
const questions = z
  .array(z.object({ q: z.string() }))
  .parse(parse(readFileSync(questionsFile, 'utf8')))
  .map(({ q }) => q)

/** Someone on one of the province's accounts: even numbers write on Messenger, odd ones on Zalo. */
export interface Person {
  readonly id: string
  readonly number: number
}

export function personOf(number: number): Person {
  return { id: `2${String(number).padStart(17, '0')}`, number }
}

/** Whole HTTP requests as the platforms send them, signed, each with an id of its own. */
export class Webhooks {
  readonly #system: Pick<System, 'zalo' | 'messenger'>
  #asked = 0

  constructor(system: Pick<System, 'zalo' | 'messenger'>) {
    this.#system = system
  }

  /** The person asks the next of the questions. */
  question(person: Person): Buffer {
    const text = questions[this.#asked++ % questions.length] ?? ''
    return person.number % 2 === 0 ? this.#onMessenger(person, text) : this.zaloMessage(person, text, oaOf(person).oaId)
  }

  /** Someone has read a message on Zalo: kept, but nothing follows from it. */
  readReceipt(person: Person): Buffer {
    const { zalo } = this.#system
    const { oaId } = oaOf(person)
    const event = zalo.eventsOf(oaId).seen(person.id, [`m${this.#asked++}`])
    const body = JSON.stringify(event)
    return post('/webhooks/zalo', zalo.signed(body, oaId), body)
  }

  /** A message to an OA, the sandbox's own when none is named. */
  zaloMessage(person: Person, text: string, oaId?: string): Buffer {
    const { zalo } = this.#system
    const events = oaId === undefined ? zalo.event : zalo.eventsOf(oaId)
    const body = JSON.stringify(events.text(person.id, text))
    return post('/webhooks/zalo', zalo.signed(body, oaId), body)
  }

  #onMessenger(person: Person, text: string): Buffer {
    const { messenger } = this.#system
    const { pageId } = of(pages, person)
    const event = messenger.eventsOf(pageId).text(person.id, text)
    const body = toWire({ object: 'page', entry: [{ id: pageId, time: Date.now(), messaging: [event.body] }] })
    return post('/webhooks/messenger', messenger.signed(body, pageId), body)
  }
}

function oaOf(person: Person) {
  return of(oas, person)
}

function of<Account>(accounts: readonly Account[], person: Person): Account {
  const account = accounts[(person.number >> 1) % accounts.length]
  if (!account) throw new Error('a province without accounts')
  return account
}

function post(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries({ Host: 'localhost', ...headers, 'Content-Length': Buffer.byteLength(body) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`)
}
