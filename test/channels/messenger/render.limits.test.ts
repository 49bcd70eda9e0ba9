import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { renderMessage } from '../../../src/channels/messenger/render.ts'
import type { Choice, Message } from '../../../src/core/messages.ts'

describe('any message', () => {
  /** The limits of the Send API, written down a second time from its documentation. */
  const upTo = (max: number) =>
    z
      .string()
      .refine((value) => value.length > 0 && Array.from(value).length <= max && value === value.normalize('NFC'))
  const button = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('postback'), title: upTo(20), payload: z.string().max(1000) }),
    z.strictObject({ type: z.literal('web_url'), title: upTo(20), url: z.url({ protocol: /^https?$/ }) }),
    z.strictObject({ type: z.literal('phone_number'), title: upTo(20), payload: z.string().regex(/^\+\d{8,15}$/) }),
  ])
  const element = z
    .strictObject({
      title: upTo(80),
      subtitle: upTo(80).optional(),
      image_url: z.url().optional(),
      buttons: z.array(button).min(1).max(3).optional(),
    })
    .refine((one) => Object.keys(one).length > 1)
  const payload = z.discriminatedUnion('template_type', [
    z.strictObject({ template_type: z.literal('button'), text: upTo(640), buttons: z.array(button).min(1).max(3) }),
    z.strictObject({ template_type: z.literal('generic'), elements: z.array(element).min(1).max(10) }),
  ])
  const attachment = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('template'), payload }),
    z.strictObject({
      type: z.enum(['image', 'file']),
      payload: z.strictObject({ url: z.url(), is_reusable: z.boolean() }),
    }),
  ])
  const quickReply = z.discriminatedUnion('content_type', [
    z.strictObject({ content_type: z.literal('text'), title: upTo(20), payload: z.string().max(1000) }),
    z.strictObject({ content_type: z.literal('user_phone_number') }),
  ])
  const quick_replies = z.array(quickReply).min(1).max(13).optional()
  const body = z.union([
    z.strictObject({ text: upTo(2000), quick_replies }),
    z.strictObject({ attachment, quick_replies }),
  ])

  const words = (max: number) =>
    fc
      .array(
        fc.constantFrom(
          'lớp',
          'học',
          'Nguyễn'.normalize('NFD'),
          'https://xã.vn',
          '\n',
          'ế'.normalize('NFD'),
          '.',
          '👍',
        ),
        {
          minLength: 1,
          maxLength: max,
        },
      )
      .map((list) => `a ${list.join(' ')}`)
  const web = fc.webUrl()
  const choice: fc.Arbitrary<Choice> = fc.oneof(
    fc.record({ type: fc.constant('reply' as const), label: words(12), payload: fc.string({ maxLength: 1100 }) }),
    fc.record({ type: fc.constant('url' as const), label: words(12), url: fc.oneof(web, fc.constant('not a link')) }),
    fc.record({
      type: fc.constant('phone' as const),
      label: words(9),
      phone: fc.constantFrom('0901234567', '1022', '+84269'),
    }),
  )
  const choices = (maxLength: number) => fc.array(choice, { maxLength })
  const item = fc.oneof(
    fc.record({ title: words(40), subtitle: words(40), imageUrl: web, choices: choices(4) }),
    fc.record({ title: words(40), choices: choices(3) }),
  )
  const message: fc.Arbitrary<Message> = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text: words(900), choices: choices(16) }),
    fc.record({
      type: fc.constant('list' as const),
      text: words(30),
      items: fc.array(item, { maxLength: 24 }),
      choices: choices(5),
    }),
    fc.record({ type: fc.constant('image' as const), url: web, alt: words(20), choices: choices(5) }),
    fc.record({ type: fc.constant('file' as const), url: web, name: words(9) }),
    fc.record({ type: fc.constant('form_request' as const), title: words(9), text: words(500) }),
  )

  it('stays within the limits of the platform, its stand-ins too, with quick replies on the last part only', () => {
    fc.assert(
      fc.property(message, (said) => {
        const parts = renderMessage(said)
        const bodies = parts.flatMap((part) => [part.body, ...(part.plain === undefined ? [] : [part.plain])])
        for (const one of bodies) expect(body.safeParse(one).error?.issues ?? []).toEqual([])
        const quiet = parts.slice(0, -1).map((part) => body.parse(part.body).quick_replies)
        expect(quiet.every((quickReplies) => quickReplies === undefined)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
