import fc from 'fast-check'
import { SANDBOX_MESSENGER, SANDBOX_ZALO } from '../../../src/sandbox/index.ts'
import { samples as MESSENGER_SAMPLES } from '../../channels/messenger/samples.ts'
import { messengerBody } from './http.ts'
import type { Platform } from './people.ts'
import { ZALO_SAMPLES } from './zalo-samples.ts'

/** Bodies as the platforms send them. */
export const genuineBody: fc.Arbitrary<string> = fc.constantFrom(
  ...ZALO_SAMPLES.map((sample) => sample.body as string),
  ...Object.values(MESSENGER_SAMPLES),
)

/** Texts with what databases, terminals and parsers like least. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    '\u202e',
    "'; drop table inbox; --",
    '{{province}}',
    '__proto__',
    '9'.repeat(400),
  ),
)

export const anyJson: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.integer({ min: 1, max: 4_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
)

/** The body with a few of its bytes changed, cut off or doubled. */
export function mutated(body: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(body)
  const at = fc.nat({ max: bytes.length - 1 })
  return fc.oneof(
    fc.tuple(at, fc.nat({ max: 255 })).map(([index, value]) => Buffer.from(bytes.with(index, value))),
    at.map((index) => bytes.subarray(0, index)),
    at.map((index) => Buffer.concat([bytes.subarray(0, index), bytes.subarray(index / 2)])),
  )
}

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 0, maxLength: 70 })
const headerText = fc.string({ unit: fc.constantFrom(...'abcXYZ0189 =;,/"*-'), maxLength: 40 })

/** Headers with which somebody might try their luck; each may be missing. */
export const anyHeaders: fc.Arbitrary<Record<string, string>> = fc
  .record(
    {
      'content-type': fc.oneof(fc.constantFrom('application/json', 'text/plain', 'multipart/form-data'), headerText),
      'content-encoding': fc.constantFrom('identity', 'gzip', 'br', 'deflate'),
      'x-zevent-signature': fc.oneof(
        hex.map((digits) => `mac=${digits}`),
        headerText,
      ),
      'x-hub-signature-256': fc.oneof(
        hex.map((digits) => `sha256=${digits}`),
        headerText,
      ),
      'x-zevent-server': headerText,
      num_retry: fc.nat().map(String),
      cookie: headerText,
    },
    { requiredKeys: [] },
  )
  .map((headers) => Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)))

/** JSON in the platform's shape as far as it goes, with anything where the platform would put its own. */
export function signedBody(platform: Platform): fc.Arbitrary<string> {
  const own =
    platform === 'zalo'
      ? zaloEvent.map((event) => JSON.stringify(event))
      : fc.array(messagingItem, { maxLength: 4 }).map(messengerBody)
  return fc.oneof({ weight: 4, arbitrary: own }, { weight: 1, arbitrary: anyJson })
}

const anyValue = fc.oneof(anyText, fc.jsonValue({ maxDepth: 3 }))
const somebody = fc.record({ id: fc.oneof(fc.constant('24681012141618202'), anyValue) })
const anyAttachment = fc.record(
  { type: fc.oneof(fc.constantFrom('image', 'audio', 'location', 'sticker', 'fallback'), anyValue), payload: anyValue },
  { requiredKeys: [] },
)

const zaloEvent = fc.record(
  {
    app_id: fc.constant(SANDBOX_ZALO.appId),
    event_name: fc.oneof(
      fc.constantFrom(
        'user_send_text',
        'user_send_image',
        'follow',
        'user_submit_info',
        'oa_send_text',
        'user_seen_message',
      ),
      anyText,
    ),
    sender: somebody,
    recipient: fc.constant({ id: SANDBOX_ZALO.oaId }),
    follower: somebody,
    message: fc.oneof(
      fc.record(
        { msg_id: anyText, text: anyText, attachments: fc.array(anyAttachment, { maxLength: 3 }) },
        { requiredKeys: [] },
      ),
      anyValue,
    ),
    info: anyValue,
    timestamp: fc.oneof(fc.constant('1795161600000'), anyText),
  },
  { requiredKeys: ['app_id', 'recipient', 'timestamp'] },
)

const messagingItem = fc.record(
  {
    sender: somebody,
    recipient: fc.constant({ id: SANDBOX_MESSENGER.pageId }),
    timestamp: fc.oneof(fc.constant(1_795_150_800_000), anyValue),
    message: fc.oneof(
      fc.record(
        {
          mid: anyText,
          text: anyText,
          attachments: fc.array(anyAttachment, { maxLength: 3 }),
          quick_reply: anyValue,
          is_echo: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      anyValue,
    ),
    postback: anyValue,
    optin: anyValue,
    reaction: anyValue,
  },
  { requiredKeys: ['recipient'] },
)
