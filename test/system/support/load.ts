import { setTimeout as delay } from 'node:timers/promises'
import type { System } from '../../support/system.ts'
import { postUntilTaken, textCall } from './http.ts'
import { type Citizen, citizen, PLATFORMS, type Platform } from './people.ts'
import { pick } from './random.ts'
import type { Stored } from './stored.ts'

const HELLO = 'xin chào'
const QUESTION = 'quen mat khau vneid'
/**
 * Everybody says hello first, so that no later answer is the one in which the assistant introduces itself; then asks, so
 * that a request for a person has a question with it and what follows is not added to it.
 */
const OPENING = [HELLO, QUESTION] as const
/** What people of a load write; what is answered does not depend on what was written before. */
const UTTERANCES = [QUESTION, 'cảm ơn', 'gặp cán bộ', HELLO, 'abc xyz 123 qwerty'] as const
export type Utterance = (typeof UTTERANCES)[number]

/** An event that the server has acknowledged. */
export interface Taken {
  readonly person: Citizen
  readonly messageId: string
  readonly text: Utterance
}

export interface Load {
  /** Acknowledged so far; those of one person in the order in which they wrote. */
  readonly taken: readonly Taken[]
  /** Lets nobody begin another event; resolves when all that were begun are acknowledged. */
  end(): Promise<void>
}

export interface LoadOptions {
  readonly system: System
  readonly people: readonly Citizen[]
  readonly chance: () => number
  /** Where events are posted, one after the other when the first is away. The server's own address when left out. */
  readonly urls?: readonly string[]
  /** How long a person thinks between two events, at most. */
  readonly pauseMs: number
}

/** People who write one message after the other; each is posted again, as the platforms do, until it is taken. */
export function startLoad({ system, people, chance, urls = [system.url], pauseMs }: LoadOptions): Load {
  const taken: Taken[] = []
  let ended = false

  async function write(person: Citizen): Promise<void> {
    for (let number = 0; !ended; number++) {
      const text = OPENING[number] ?? pick(chance, UTTERANCES)
      const messageId = `${person.id}-${number}`
      const first = number % urls.length
      const call = textCall(system, person.platform, { from: person.id, messageId, text })
      await postUntilTaken([...urls.slice(first), ...urls.slice(0, first)], call)
      taken.push({ person, messageId, text })
      await delay(chance() * pauseMs)
    }
  }

  const writing = Promise.all(people.map(write))
  return {
    taken,
    async end() {
      ended = true
      await writing
    },
  }
}

/** How many messages answer an utterance, by `partsKey`. */
export type Parts = ReadonlyMap<string, number>

export function partsKey(platform: Platform, text: Utterance): string {
  return `${platform} ${text}`
}

/** Tries every utterance on both platforms, one after the other, to learn how many messages answer it. */
export async function askCalmly(system: System, stored: Stored): Promise<{ partsOf: Parts; taken: readonly Taken[] }> {
  const partsOf = new Map<string, number>()
  const taken: Taken[] = []
  for (const platform of PLATFORMS) {
    const person = citizen(system, platform, 999)
    const spoken: readonly Utterance[] = [HELLO, ...UTTERANCES]
    for (const [number, text] of spoken.entries()) {
      const before = system[platform].sentLog.countTo(person.id)
      const messageId = `${person.id}-${number}`
      await postUntilTaken([system.url], textCall(system, platform, { from: person.id, messageId, text }))
      taken.push({ person, messageId, text })
      await stored.settled()
      partsOf.set(partsKey(platform, text), system[platform].sentLog.countTo(person.id) - before)
    }
  }
  return { partsOf, taken }
}
