import { describe, expect, it } from 'vitest'
import { readChange } from '../../../src/channels/messenger/change-events.ts'
import { readMarketing } from '../../../src/channels/messenger/marketing-events.ts'
import { NOON, PAGE_ID, page, person } from './account.ts'

const place = { account: page, standby: false, time: NOON }
const comment = { item: 'comment', comment_id: '900_901', from: { id: '5550001112223', name: 'Nguyen A' } }

describe('comments under posts', () => {
  it.each([
    {
      name: 'a new one',
      value: { ...comment, verb: 'add', message: 'Lịch học?'.normalize('NFD'), created_time: 1795150000 },
      expected: { type: 'comment', commentId: '900_901', verb: 'add', text: 'Lịch học?', sentAt: 1795150000000 },
    },
    {
      name: 'a removed one, which has no text',
      value: { ...comment, verb: 'remove' },
      expected: { type: 'comment', verb: 'remove', text: '', sentAt: NOON },
    },
    {
      name: "the Page's own",
      value: { ...comment, verb: 'add', from: { id: PAGE_ID } },
      expected: { type: 'unknown', kind: 'feed.comment' },
    },
    { name: 'a like', value: { item: 'reaction', verb: 'add' }, expected: { type: 'unknown', kind: 'feed.reaction' } },
    { name: 'nothing', value: {}, expected: { type: 'unknown', kind: 'feed.change' } },
  ])('$name', ({ value, expected }) => {
    expect(readChange({ field: 'feed', value }, place)).toMatchObject({ account: page.id, contact: null, ...expected })
  })

  it('a comment, its edit and its removal have different keys', () => {
    const keys = [
      { verb: 'add', message: 'a' },
      { verb: 'edited', message: 'b' },
      { verb: 'edited', message: 'c' },
      { verb: 'remove' },
    ].map((change) => readChange({ field: 'feed', value: { ...comment, ...change } }, place).externalId)
    expect(new Set(keys).size).toBe(4)
  })
})

describe("templates' reviews", () => {
  const value = { event: 'REJECTED', message_template_id: 104500000000001, reason: 'INCORRECT_PARAMS', extra: { a: 1 } }
  it.each(['message_template_status_update', 'messenger_template_status_update'])('come as %s', (field) => {
    expect(readChange({ field, value }, place)).toMatchObject({
      type: 'notice',
      kind: 'template',
      contact: null,
      detail: { field, event: 'REJECTED', message_template_id: '104500000000001', reason: 'INCORRECT_PARAMS' },
    })
  })

  it('count once while a delivery may be repeated, and again on another day', () => {
    const keyAt = (time: number) =>
      readChange({ field: 'message_template_status_update', value }, { ...place, time }).externalId
    expect(keyAt(NOON + 3_600_000)).toBe(keyAt(NOON))
    expect(keyAt(NOON + 5 * 86_400_000)).not.toBe(keyAt(NOON))
  })
})

it.each([
  { name: 'a field of tomorrow', change: { field: 'brand_new', value: { x: 1 } }, kind: 'brand_new' },
  { name: 'a value that is text', change: { field: 'brand_new', value: 'x' }, kind: 'brand_new' },
  { name: 'no change at all', change: null, kind: 'change' },
])('$name is kept as unknown', ({ change, kind }) => {
  expect(readChange(change, place)).toMatchObject({ type: 'unknown', contact: null, kind })
})

describe('results of paid messages', () => {
  const value = {
    app_id: 1122334455667788,
    page_id: 100200300400500,
    recipient_id: '24681012141618202',
    message_id: '120000000000777',
    marketing_message_tracking_id: '0b7a5c1e',
    messenger_subscription_token: '9900112233445566778',
    timestamp: 1795150800,
  }
  it.each([
    {
      name: 'delivered',
      field: 'marketing_message_deliveries',
      value,
      expected: { type: 'delivered', contact: person, messageIds: ['0b7a5c1e'], upTo: null, trackingId: '0b7a5c1e' },
    },
    {
      name: 'delivered to someone unnamed',
      field: 'marketing_message_deliveries',
      value: { ...value, recipient_id: null },
      expected: { type: 'unknown', contact: null, kind: 'marketing_message_deliveries' },
    },
    {
      name: 'failed',
      field: 'marketing_message_delivery_failed',
      value: { ...value, error_message: 'Recipient unavailable' },
      expected: {
        type: 'notice',
        contact: null,
        kind: 'delivery',
        detail: {
          event: 'marketing_message_delivery_failed',
          error: 'Recipient unavailable',
          campaignId: '120000000000777',
          undelivered: '0b7a5c1e',
        },
      },
    },
    {
      name: 'echoed, which is no message of staff',
      field: 'marketing_message_echoes',
      value,
      expected: { type: 'unknown', contact: person, kind: 'marketing_message_echoes' },
    },
    {
      name: 'of an unnamed kind',
      field: null,
      value,
      expected: { type: 'unknown', contact: person, kind: 'marketing_message' },
    },
  ])('$name', ({ field, value, expected }) => {
    const whole = {
      account: page.id,
      sentAt: NOON,
      externalId: expect.stringMatching(/^marketing_message/),
      ...expected,
    }
    expect(readMarketing(field, value, place)).toEqual(whole)
    if (field !== null) expect(readChange({ field, value }, place)).toEqual(whole)
  })
})
