import { z } from 'zod'
import { DAY_MS } from '../../core/durations.ts'
import { fail, type GraphResult, invalid, ok } from './answers.ts'
import { INBOX_APP_ID, type MessengerEvent } from './events.ts'
import type { Page, Person } from './page.ts'

/** Seconds, up to 7 days. */
const MAX_EXTENSION_S = 7 * 86_400

/** The app that controls the thread now, if it has not lapsed; else the Page's default app, if it has one. */
function ownerOf(page: Page, person: Person | undefined): string | null {
  if (person?.owner && person.owner.until > page.world.clock.now()) return person.owner.appId
  return page.defaultAppId
}

/** Whether the Page's app may write: nobody else controls the thread. */
export function mayAnswer(page: Page, person: Person | undefined): boolean {
  const owner = ownerOf(page, person)
  return owner === null || owner === page.app.appId
}

/** Gives the control of a thread to an app for some time, or with null to nobody. */
export function setOwner(page: Page, person: Person, appId: string | null, lengthMs: number = DAY_MS): void {
  person.owner = appId === null ? null : { appId, until: page.world.clock.now() + lengthMs }
}

/** Kinds of events that an app sees on standby while another one controls the thread. */
const SEEN_ON_STANDBY = ['messages', 'messaging_postbacks', 'message_echoes', 'message_deliveries', 'message_reads']

/** The event as the app gets it: as it is when it may answer, else on standby, where postbacks lack their payload. */
export function routed(page: Page, person: Person | undefined, event: MessengerEvent): MessengerEvent {
  if (mayAnswer(page, person) || !SEEN_ON_STANDBY.includes(event.field)) return event
  const { postback } = event.body
  if (typeof postback !== 'object' || postback === null) return { field: 'standby', body: event.body }
  const silent = Object.fromEntries(Object.entries(postback).filter(([key]) => key !== 'payload'))
  return { field: 'standby', body: { ...event.body, postback: silent } }
}

const requestSchema = z.object({
  recipient: z.object({ id: z.string() }),
  target_app_id: z.coerce.string().optional(),
  metadata: z.string().max(1000).optional(),
  duration: z.coerce.number().int().positive().max(MAX_EXTENSION_S).optional(),
})

export const THREAD_EDGES = [
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'release_thread_control',
  'extend_thread_control',
] as const
export type ThreadEdge = (typeof THREAD_EDGES)[number]

/** Conversation routing. Without a default app everybody may answer and `take` is blocked. */
export function controlThread(page: Page, edge: ThreadEdge, body: unknown): GraphResult {
  const parsed = requestSchema.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)
  const { recipient, target_app_id, duration } = parsed.data
  const person = page.people.get(recipient.id)
  if (!person) return fail(100, 2018001)
  const isOwner = mayAnswer(page, person)
  switch (edge) {
    case 'request_thread_control':
      return ok({ success: true })
    case 'take_thread_control':
      if (page.defaultAppId !== page.app.appId) return fail(10)
      setOwner(page, person, page.app.appId)
      return ok({ success: true })
    case 'pass_thread_control':
      if (target_app_id === undefined) return fail(100, undefined, 'Invalid parameter: target_app_id')
      if (!isOwner) return fail(10, 2018300)
      setOwner(page, person, target_app_id)
      return ok({ success: true })
    case 'release_thread_control':
      if (!isOwner) return fail(10, 2018300)
      setOwner(page, person, null)
      return ok({ success: true })
    case 'extend_thread_control':
      if (duration === undefined) return fail(100, undefined, 'Invalid parameter: duration')
      if (!isOwner) return fail(10, 2018300)
      setOwner(page, person, page.app.appId, duration * 1000)
      return ok({ success: true })
  }
}

/** `GET thread_owner?recipient=`; the end of the control is in seconds. */
export function threadOwner(page: Page, psid: string): GraphResult {
  const person = page.people.get(psid)
  if (!person) return fail(100, 2018001)
  const appId = ownerOf(page, person)
  if (appId === null) return ok({ data: [] })
  const until = person.owner ? { expiration: Math.floor(person.owner.until / 1000) } : {}
  return ok({ data: [{ thread_owner: { app_id: appId, ...until } }] })
}

/** Staff answers in the inbox: with a default app set, the inbox then controls the thread. */
export function inboxTakesOver(page: Page, person: Person): void {
  if (page.defaultAppId !== null) setOwner(page, person, INBOX_APP_ID)
}
