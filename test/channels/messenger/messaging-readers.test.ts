import { describe, expect, it } from 'vitest'
import { readMessagingEvent } from '../../../src/channels/messenger/messaging-readers.ts'
import { NOON, PAGE_ID, PERSON_ID, page, person } from './account.ts'

const place = { account: page, standby: false, time: NOON + 450 }
const frame = { sender: { id: PERSON_ID }, recipient: { id: PAGE_ID }, timestamp: NOON }
const fromPage = { sender: { id: PAGE_ID }, recipient: { id: PERSON_ID } }
const read = (content: Readonly<Record<string, unknown>>, standby = false) =>
  readMessagingEvent({ ...frame, ...content }, { ...place, standby })

describe('what a person does', () => {
  it.each([
    {
      name: 'text typed with split accents',
      content: { message: { mid: 'm_1', text: 'Lịch học'.normalize('NFD') } },
      expected: { type: 'message', externalId: 'm_1', text: 'Lịch học' },
    },
    {
      name: 'text with what a database refuses',
      content: { message: { mid: 'm_1', text: 'a\u0000b\ud800' } },
      expected: { type: 'message', text: 'ab\ufffd' },
    },
    {
      name: 'an answer to an earlier message, after a click on an ad',
      content: { message: { mid: 'm_1', text: 'a', reply_to: { mid: 'm_0' }, referral: { ref: 'ads-1' } } },
      expected: { type: 'message', quotedId: 'm_0', ref: 'ads-1' },
    },
    {
      name: 'text without an id',
      content: { message: { text: 'a' } },
      expected: { type: 'message', externalId: expect.stringContaining(`message:${PERSON_ID}:${NOON}:`) },
    },
    {
      name: 'an id longer than any index takes',
      content: { message: { mid: 'm'.repeat(5000), text: 'a' } },
      expected: { type: 'message', externalId: expect.stringContaining(`message:${PERSON_ID}:`) },
    },
    {
      name: 'the quick reply that sends the own phone number',
      content: { message: { mid: 'm_1', text: '0901 234 567', quick_reply: { payload: '+84901234567' } } },
      expected: { type: 'message', text: '0901 234 567' },
    },
    {
      name: 'the quick reply that sends the own mail address',
      content: { message: { mid: 'm_1', text: 'an@example.test', quick_reply: { payload: 'an@example.test' } } },
      expected: { type: 'message', text: 'an@example.test' },
    },
    {
      name: 'a quick reply whose payload is a short number',
      content: { message: { mid: 'm_1', text: 'Hai', quick_reply: { payload: '2' } } },
      expected: { type: 'button', payload: '2', label: 'Hai' },
    },
    {
      name: 'a quick reply whose payload is a date',
      content: { message: { mid: 'm_1', text: 'Thứ bảy, 10/10', quick_reply: { payload: '2026-10-10' } } },
      expected: { type: 'button', payload: '2026-10-10', label: 'Thứ bảy, 10/10' },
    },
    {
      name: 'a message taken back',
      content: { message: { mid: 'm_1', is_deleted: true } },
      expected: { type: 'deleted', externalId: 'deleted:m_1', messageId: 'm_1' },
    },
    {
      name: 'is_echo that is not true',
      content: { message: { mid: 'm_1', text: 'a', is_echo: 'false' } },
      expected: { type: 'message', text: 'a' },
    },
    {
      name: 'a button',
      content: { postback: { mid: 'm_2', title: 'Lớp học', payload: 'CLASSES' } },
      expected: { type: 'button', externalId: 'm_2', payload: 'CLASSES', label: 'Lớp học', ref: null },
    },
    {
      name: 'a button of old traffic without an id, its time as text in seconds',
      content: { timestamp: '1795150800', postback: { payload: 'CLASSES' } },
      expected: {
        type: 'button',
        externalId: expect.stringContaining(`postback:${PERSON_ID}:${NOON}:`),
        sentAt: NOON,
        label: '',
      },
    },
    {
      name: 'Get Started without a link',
      content: { postback: { mid: 'm_2', title: 'Bắt đầu', payload: 'GET_STARTED' } },
      expected: { type: 'chat_opened', ref: null },
    },
    {
      name: "a button of another app's message",
      content: { postback: { mid: 'm_2', title: 'Mua' } },
      expected: { type: 'unknown', kind: 'postback' },
    },
    {
      name: 'a referral without a ref',
      content: { referral: { source: 'ADS', type: 'OPEN_THREAD' } },
      expected: { type: 'chat_opened', ref: null },
    },
    {
      name: 'a plugin on a web page',
      content: { optin: { ref: 'poster-nov' } },
      expected: { type: 'chat_opened', ref: 'poster-nov' },
    },
    {
      name: 'announcements allowed again',
      content: {
        optin: {
          type: 'notification_messages',
          notification_messages_token: 't',
          notification_messages_status: 'RESUME_NOTIFICATIONS',
        },
      },
      expected: { type: 'subscription', status: 'granted', token: 't' },
    },
    {
      name: 'a consent of a kind no longer offered',
      content: { optin: { type: 'one_time_notif_req', one_time_notif_token: 't' } },
      expected: { type: 'unknown', kind: 'optin' },
    },
    {
      name: 'a reaction taken back',
      content: { reaction: { action: 'unreact', mid: 'm_9' } },
      expected: { type: 'reacted', messageId: 'm_9', reaction: null, by: 'person' },
    },
    {
      name: 'a reaction of the Page',
      content: { ...fromPage, reaction: { action: 'react', emoji: '👍', mid: 'm_9' } },
      expected: { type: 'reacted', contact: person, reaction: '👍', by: 'us' },
    },
    {
      name: 'an edit whose number is text',
      content: { message_edit: { mid: 'm_1', text: 'b', num_edit: '2' } },
      expected: { type: 'edited', externalId: 'edited:m_1:2', text: 'b' },
    },
    {
      name: 'thumbs up',
      content: { response_feedback: { feedback: 'Good response', mid: 'm_9' } },
      expected: { type: 'rated', messageId: 'm_9', stars: 5, note: null },
    },
    {
      name: 'thumbs down',
      content: { response_feedback: { feedback: 'Bad response', mid: 'm_9' } },
      expected: { type: 'rated', stars: 1 },
    },
    {
      name: 'a link that an account was joined',
      content: { account_linking: { status: 'linked', authorization_code: 'secret' } },
      expected: { type: 'unknown', kind: 'account_linking' },
    },
  ])('$name', ({ content, expected }) => {
    expect(read(content)).toMatchObject({ account: page.id, contact: person, ...expected })
  })

  it.each([
    { type: 'csat', payload: '4', stars: 4 },
    { type: 'nps', payload: '0', stars: 1 },
    { type: 'nps', payload: '8', stars: 4 },
    { type: 'ces', payload: '7', stars: 5 },
    { type: 'csat', payload: '99', stars: 5 },
    { type: 'csat', payload: 'five', stars: null },
    { type: 'free_form', payload: '5', stars: null },
  ])('an answer of $payload to a $type question is worth $stars stars', ({ type, payload, stars }) => {
    const question = { type, payload, follow_up: { type: 'free_form', payload: 'Rất tốt' } }
    const content = { feedback_screens: [{ screen_id: 0, questions: { q1: question } }] }
    expect(read({ messaging_feedback: content })).toMatchObject({
      type: 'rated',
      messageId: null,
      stars,
      note: 'Rất tốt',
    })
  })
})

describe('conversation routing', () => {
  it.each([
    { content: { pass_thread_control: { new_owner_app_id: '7' } }, change: 'given', ownerAppId: '7' },
    {
      content: { take_thread_control: { previous_owner_app_id: '7', new_owner_app_id: 8 } },
      change: 'taken',
      ownerAppId: '8',
    },
    { content: { request_thread_control: { requested_owner_app_id: 8 } }, change: 'requested', ownerAppId: null },
    { content: { app_roles: { 1122334455667788: ['primary_receiver'] } }, change: 'roles', ownerAppId: null },
  ])('tells that control was $change', ({ content, change, ownerAppId }) => {
    expect(read(content)).toMatchObject({ type: 'thread_control', contact: person, change, ownerAppId })
    expect(read(content, true)).toMatchObject({ type: 'thread_control', change })
  })

  it.each([
    { name: 'a message', content: { message: { mid: 'm_1', text: 'a' } } },
    { name: 'a postback', content: { postback: { title: 'Lớp học' } } },
    { name: 'a referral', content: { referral: { ref: 'x' } } },
    { name: 'a message taken back', content: { message: { mid: 'm_1', is_deleted: true } } },
  ])('$name on standby is kept, not answered, and hides no later event of the same id', ({ content }) => {
    const seen = read(content, true)
    expect(seen).toMatchObject({ type: 'unknown', kind: 'standby', contact: person })
    expect(seen?.externalId).not.toBe(read(content)?.externalId)
  })

  it('receipts count on standby too', () => {
    expect(read({ delivery: { watermark: NOON } }, true)).toMatchObject({ type: 'delivered', upTo: NOON })
    expect(read({ read: { watermark: NOON } }, true)).toMatchObject({ type: 'seen', upTo: NOON })
  })
})

describe('odd events', () => {
  it.each([
    { name: 'text for an object', content: { message: 'Xin chào' }, kind: 'message' },
    { name: 'a message of nothing', content: { message: { mid: 'm_1' } }, kind: 'message' },
    { name: 'a list for an object', content: { postback: [] }, kind: 'postback' },
    { name: 'a receipt of nothing', content: { delivery: {} }, kind: 'delivery' },
    { name: 'a read without its mark', content: { read: { watermark: 'soon' } }, kind: 'read' },
    { name: 'a reaction to nothing', content: { reaction: { action: 'react' } }, kind: 'reaction' },
    {
      name: 'an unknown opinion',
      content: { response_feedback: { feedback: 'Hm', mid: 'm' } },
      kind: 'response_feedback',
    },
    { name: 'an empty form', content: { messaging_feedback: { feedback_screens: [{}] } }, kind: 'messaging_feedback' },
    { name: 'a policy without its action', content: { policy_enforcement: {} }, kind: 'policy_enforcement' },
    { name: 'a new key beside a known one', content: { aaa: 1, referral: 5 }, kind: 'referral' },
    { name: 'a new key alone', content: { aaa: 1 }, kind: 'aaa' },
    { name: 'a frame alone', content: {}, kind: 'unreadable' },
  ])('$name is kept as unknown', ({ content, kind }) => {
    expect(read(content)).toMatchObject({ type: 'unknown', kind, contact: person, sentAt: NOON })
  })

  it.each([
    { name: 'a guest of a web page', sender: { user_ref: 'ur-1' } },
    { name: 'nobody', sender: undefined },
    { name: 'the Page itself', sender: { id: PAGE_ID } },
    { name: 'an id that is no id', sender: { id: { a: 1 } } },
  ])('$name is no contact', ({ sender }) => {
    expect(read({ sender, message: { mid: 'm', text: 'a' } })).toMatchObject({ type: 'unknown', contact: null })
  })

  it.each([null, 5, 'text', [], [[]]])('%j instead of an event is kept as unknown', (item) => {
    expect(readMessagingEvent(item, place)).toMatchObject({ type: 'unknown', contact: null, sentAt: NOON + 450 })
  })

  it.each([
    { name: 'milliseconds', timestamp: NOON, sentAt: NOON },
    { name: 'seconds', timestamp: NOON / 1000, sentAt: NOON },
    { name: 'seconds as text', timestamp: String(NOON / 1000), sentAt: NOON },
    { name: 'milliseconds as text', timestamp: String(NOON), sentAt: NOON },
    { name: 'nothing', timestamp: undefined, sentAt: NOON + 450 },
    { name: 'zero', timestamp: 0, sentAt: NOON + 450 },
    { name: 'a negative number', timestamp: -5, sentAt: NOON + 450 },
    { name: 'more than any date', timestamp: 9e15, sentAt: NOON + 450 },
    { name: 'a date in words', timestamp: '2026-11-20', sentAt: NOON + 450 },
  ])('a time given as $name is understood', ({ timestamp, sentAt }) => {
    expect(read({ timestamp, message: { mid: 'm', text: 'a' } })?.sentAt).toBe(sentAt)
  })
})
