import { fail, type GraphResult, ok } from './answers.ts'
import type { MessageSchema } from './message-schema.ts'
import type { Page } from './page.ts'
import { createPersona, readSubscription, subscribe, unsubscribe, uploadAttachment } from './page-settings.ts'
import type { Parameters } from './parameters.ts'
import { deleteProfile, readProfile, writeProfile } from './profile.ts'
import { sendMessage } from './send.ts'
import { controlThread, THREAD_EDGES, threadOwner } from './threads.ts'
import { createTemplate, listTemplates } from './utility-templates.ts'

export interface EdgeCall {
  readonly page: Page
  readonly schema: MessageSchema
  readonly parameters: Parameters
}
type EdgeHandler = (call: EdgeCall) => GraphResult | Promise<GraphResult>

/** Everything under `/{page}/…`, by method and edge. */
export const PAGE_EDGES: ReadonlyMap<string, EdgeHandler> = new Map<string, EdgeHandler>([
  ['POST messages', ({ page, schema, parameters }) => sendMessage(page, schema, parameters.values)],
  ['POST message_attachments', ({ page, parameters }) => uploadAttachment(page, parameters)],
  ['GET messenger_profile', ({ page, parameters }) => readProfile(page, text(parameters, 'fields'))],
  ['POST messenger_profile', ({ page, parameters }) => writeProfile(page, parameters.values)],
  ['DELETE messenger_profile', ({ page, parameters }) => deleteProfile(page, parameters.values)],
  ['GET subscribed_apps', ({ page }) => readSubscription(page)],
  ['POST subscribed_apps', ({ page, parameters }) => subscribe(page, parameters.values)],
  ['DELETE subscribed_apps', ({ page }) => unsubscribe(page)],
  ['GET personas', ({ page }) => ok({ data: [...page.personas.values()] })],
  ['POST personas', ({ page, parameters }) => createPersona(page, parameters.values)],
  ['GET message_templates', ({ page, parameters }) => listTemplates(page, text(parameters, 'name') || null)],
  ['POST message_templates', ({ page, parameters }) => createTemplate(page, parameters.values, page.world.sequence)],
  ['GET thread_owner', ({ page, parameters }) => threadOwner(page, text(parameters, 'recipient'))],
  ...THREAD_EDGES.map((edge): [string, EdgeHandler] => [
    `POST ${edge}`,
    ({ page, parameters }) => controlThread(page, edge, parameters.values),
  ]),
])

/** `GET` and `DELETE` on a persona; null when the id is none. */
export function personaNode(page: Page, method: string, id: string): GraphResult | null {
  const persona = page.personas.get(id)
  if (!persona) return null
  if (method === 'GET') return ok(persona)
  if (method !== 'DELETE') return fail(100, 33)
  page.personas.delete(id)
  return ok({ success: true })
}

function text(parameters: Parameters, name: string): string {
  const value = parameters.values[name]
  return typeof value === 'string' ? value : ''
}
