import { z } from 'zod'

const text = z.object({ message: z.object({ text: z.string() }) })
const action = z.looseObject({ type: z.string() })
const list = z.object({
  message: z.object({
    attachment: z.object({
      payload: z.object({
        template_type: z.literal('list'),
        elements: z
          .array(
            z.object({
              title: z.string(),
              subtitle: z.string().optional(),
              image_url: z.string().optional(),
              default_action: action.optional(),
            }),
          )
          .max(5),
        buttons: z
          .array(z.object({ title: z.string(), type: z.string(), payload: z.unknown() }))
          .max(5)
          .optional(),
      }),
    }),
  }),
})

/** The text of a rendered body; throws where there is none. */
export function textOf(body: unknown): string {
  return text.parse(body).message.text
}

/** The payload of a rendered list template; throws where the body is none. */
export function listOf(body: unknown) {
  return list.parse(body).message.attachment.payload
}
