import { z } from 'zod'
import { flowSchema } from './flow.schema.ts'
import { anyStepSchema } from './step.schema.ts'

/**
 * The format as JSON Schema, for editors that complete and mark flow files: what an author writes (`30m`), not what is
 * made of it. Whether names lead anywhere is left to `flows check`.
 */
export function editorSchema(): Readonly<Record<string, unknown>> {
  const written = flowSchema.extend({
    steps: z
      .array(anyStepSchema)
      .min(1)
      .describe('Gone through from above to below: say, ask, call, choose, go or run. docs/flows.md shows each.'),
  })
  return { title: 'A conversation of Gần Dân', ...z.toJSONSchema(written, { io: 'input' }) }
}
