import { describe, expect, it } from 'vitest'
import { readMessagingEvent } from '../../../src/channels/messenger/messaging-readers.ts'
import type { MessengerAccount } from '../../../src/channels/messenger/settings.ts'
import { NOON, PAGE_ID, PERSON_ID, page, person } from './account.ts'

const place = { account: page, standby: false, time: NOON + 450 }
const frame = { sender: { id: PERSON_ID }, recipient: { id: PAGE_ID }, timestamp: NOON }
const fromPage = { sender: { id: PAGE_ID }, recipient: { id: PERSON_ID } }
const read = (content: Readonly<Record<string, unknown>>, standby = false, account: MessengerAccount = page) =>
  readMessagingEvent({ ...frame, ...content }, { ...place, standby, account })

describe('an echo', () => {
  const echo = (message: Readonly<Record<string, unknown>>) => ({
    ...fromPage,
    message: { mid: 'm_9', is_echo: true, text: 'Xin chào', ...message },
  })
  const withoutAppId = { ...page, appId: null }
  const own = (metadata: string | null) => ({ type: 'own_echo', externalId: 'echo:m_9', messageId: 'm_9', metadata })
  const staff = { type: 'staff_wrote', externalId: 'echo:m_9', messageId: 'm_9', text: 'Xin chào' }
  it.each([
    { name: 'with our key', message: { metadata: 'gd:01k' }, expected: own('01k') },
    {
      name: 'with our key and the id of our app',
      message: { app_id: 1122334455667788, metadata: 'gd:01k' },
      expected: own('01k'),
    },
    { name: 'of our app without a key', message: { app_id: '1122334455667788' }, expected: own(null) },
    { name: 'of the Page inbox', message: { app_id: 263902037430900 }, expected: staff },
    { name: 'without an app', message: {}, expected: staff },
    { name: "with another app's metadata", message: { app_id: 5, metadata: 'x:gd:1' }, expected: staff },
    {
      name: 'without text',
      message: { text: undefined, attachments: [{ type: 'image' }] },
      expected: { ...staff, text: '' },
    },
    {
      name: 'with our key, our app unknown',
      account: withoutAppId,
      message: { app_id: 7, metadata: 'gd:01k' },
      expected: own('01k'),
    },
    { name: 'of some app, our app unknown', account: withoutAppId, message: { app_id: 7 }, expected: staff },
    { name: 'without an app, our app unknown', account: withoutAppId, message: {}, expected: staff },
  ])('$name is told apart, on standby too', ({ message, account, expected }) => {
    const whole = { account: page.id, contact: person, sentAt: NOON, ...expected }
    expect(read(echo(message), false, account)).toEqual(whole)
    expect(read(echo(message), true, account)).toEqual(whole)
  })

  it.each([
    {
      name: 'a message of the Page without the mark of an echo',
      content: { ...fromPage, message: { mid: 'm', text: 'a' } },
    },
    { name: 'an echo without an id', content: echo({ mid: undefined }) },
    { name: 'an echo to a guest', content: { ...echo({}), recipient: { user_ref: 'ur-1' } } },
    { name: 'an edit by the Page', content: { ...fromPage, message_edit: { mid: 'm', text: 'b' } } },
  ])("$name is never taken for a person's words", ({ content }) => {
    expect(read(content)).toMatchObject({ type: 'unknown' })
  })
})
