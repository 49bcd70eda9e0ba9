import { z } from 'zod'
import { CHANNEL_TYPES } from '../../core/ids.ts'
import { readYaml } from '../../core/read-yaml.ts'

const text = z.string().min(1)
const page = z.strictObject({ heading: text, text })

const classPagesTextsSchema = z.strictObject({
  title: text,
  list: page.extend({ button: text, file: text }),
  gone: page,
  no_poster: page,
  poster: z.strictObject({
    heading: text,
    when: text,
    hours: text,
    ways: z.record(z.enum(CHANNEL_TYPES), text),
    typed: text,
    file: text,
  }),
})

/** All that the pages of classes, and their posters, say. */
export type ClassPagesTexts = z.infer<typeof classPagesTextsSchema>

/** Reads `data/messages/class-pages.yaml`. Throws an `AppError` that names what is missing or unknown. */
export function readClassPagesTexts(path: string): ClassPagesTexts {
  return readYaml(path, classPagesTextsSchema)
}
