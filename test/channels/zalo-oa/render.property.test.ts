import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { renderMessage } from '../../../src/channels/zalo-oa/render.ts'
import type { Choice, Message } from '../../../src/core/messages.ts'

/** Zalo's published limits, counted in code points of the NFC form. */
const chars = (max: number) =>
  z.string().refine((text) => text.trim() !== '' && text === text.normalize('NFC') && [...text].length <= max)
const payload = z.string().refine((text) => text.startsWith('#') && [...text.normalize('NFC')].length <= 1_000)
const link = z.object({ url: z.string() })
const phone = z.object({ phone_code: z.string().regex(/^84\d{8,11}$/) })
const button = z.discriminatedUnion('type', [
  z.strictObject({ title: chars(100), type: z.literal('oa.query.hide'), payload }),
  z.strictObject({ title: chars(100), type: z.literal('oa.open.url'), payload: link }),
  z.strictObject({ title: chars(100), type: z.literal('oa.open.phone'), payload: phone }),
])
const defaultAction = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('oa.query.hide'), payload }),
  z.strictObject({ type: z.literal('oa.open.url'), url: z.string() }),
  z.strictObject({ type: z.literal('oa.open.phone'), payload: phone }),
])
const element = z.strictObject({
  title: chars(100),
  subtitle: chars(500).optional(),
  image_url: z.string().optional(),
  default_action: defaultAction.optional(),
})
const list = z.strictObject({
  template_type: z.literal('list'),
  elements: z
    .array(element)
    .min(1)
    .max(5)
    .refine(([first]) => first?.subtitle !== undefined),
  buttons: z.array(button).min(1).max(5).optional(),
})
const form = z.strictObject({
  template_type: z.literal('request_user_info'),
  elements: z.tuple([z.strictObject({ title: chars(100), subtitle: chars(500), image_url: z.string() })]),
})
const media = z.strictObject({
  template_type: z.literal('media'),
  elements: z.tuple([z.strictObject({ media_type: z.literal('image'), url: z.string() })]),
})
const words = z.strictObject({ message: z.strictObject({ text: chars(2_000) }) })
const template = z.strictObject({
  message: z.strictObject({
    text: chars(2_000).optional(),
    attachment: z.strictObject({ type: z.literal('template'), payload: z.union([list, form, media]) }),
  }),
})

const SYLLABLES = [
  'lớp',
  'học',
  'số.',
  'xã',
  'người',
  'dân!',
  '👵🏽',
  'a'.repeat(120),
  'Quê hương',
  '\n',
  '\n\n',
  '1022',
]

function textOf(maxWords: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(fc.constantFrom(...SYLLABLES), { maxLength: maxWords }), fc.constantFrom('NFC', 'NFD'))
    .map(([chosen, form]) => ['Chào', ...chosen].join(' ').normalize(form))
}

const choice: fc.Arbitrary<Choice> = fc.oneof(
  fc.record({ type: fc.constant('reply' as const), label: textOf(20), payload: textOf(200) }),
  fc.record({ type: fc.constant('reply' as const), label: textOf(3), payload: fc.constantFrom('a', 'lop:1') }),
  fc.record({ type: fc.constant('url' as const), label: textOf(5), url: fc.webUrl() }),
  fc.record({ type: fc.constant('phone' as const), label: textOf(5), phone: fc.constantFrom('1022', '0900 000 009') }),
)
const choices = fc.array(choice, { maxLength: 12 })
const item = fc.record({
  title: textOf(20),
  subtitle: textOf(100),
  imageUrl: fc.webUrl(),
  choices: fc.oneof({ weight: 4, arbitrary: fc.array(choice, { maxLength: 1 }) }, { weight: 1, arbitrary: choices }),
})
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: textOf(700), choices }),
  fc.record({ type: fc.constant('text' as const), text: textOf(10), choices: fc.array(choice, { maxLength: 5 }) }),
  fc.record({
    type: fc.constant('list' as const),
    text: textOf(80),
    items: fc.array(item, { maxLength: 12 }),
    choices,
  }),
  fc.record({ type: fc.constant('image' as const), url: fc.webUrl(), alt: textOf(300), choices }),
  fc.record({ type: fc.constant('file' as const), url: fc.webUrl(), name: textOf(20) }),
  fc.record({
    type: fc.constant('form_request' as const),
    title: textOf(30),
    text: textOf(300),
    imageUrl: fc.webUrl(),
  }),
)

describe('rendering for zalo, whatever is said', () => {
  it("stays within Zalo's limits in every call and in its plain words", () => {
    fc.assert(
      fc.property(message, (said) => {
        for (const { body, plain } of renderMessage(said)) {
          const shaped = template.safeParse(body)
          if (!shaped.success) words.parse(body)
          expect(plain !== undefined).toBe(shaped.success)
          if (plain !== undefined) words.parse(plain)
        }
      }),
      { numRuns: 400 },
    )
  })
})
