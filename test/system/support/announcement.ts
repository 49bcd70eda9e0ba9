import { randomUUID } from 'node:crypto'
import { renderMessage as renderForMessenger } from '../../../src/channels/messenger/render.ts'
import { renderMessage as renderForZalo } from '../../../src/channels/zalo-oa/render.ts'
import type { NewOutboxRow } from '../../../src/outbox/outbox.store.ts'
import type { Citizen } from './people.ts'

/** A message of a broadcast to one person, as it is put into the outbox. */
export function announcement(to: Pick<Citizen, 'platform' | 'contact'>, text: string): NewOutboxRow {
  const render = to.platform === 'zalo' ? renderForZalo : renderForMessenger
  const [part] = render({ type: 'text', text })
  return { contact: to.contact, purpose: 'broadcast', key: `b-${randomUUID()}`, part }
}
