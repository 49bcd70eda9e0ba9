import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../core/read-yaml.ts'

const number = z.int().positive()
const paceSchema = z.strictObject({
  checked: z.string(),
  seconds_between: z
    .strictObject({ from: number, to: number })
    .refine(({ from, to }) => from <= to, { error: '"from" must not be above "to"' }),
  posts_per_day: number,
  give_up_hours: number,
  retry_minutes: number,
  stop_after_failures: number,
})
const textsSchema = z.strictObject({ footer: z.string().min(1) })

/** How slowly groups are posted into, and what stands under every post. */
export interface GroupRules {
  readonly pace: z.infer<typeof paceSchema>
  /** With `{{names}}`. */
  readonly footer: string
}

/** Reads what `data/` under `root` says of groups. Throws an `AppError` that names a file with a mistake. */
export function readGroupRules(root: string): GroupRules {
  return {
    pace: readYaml(join(root, 'data/platform-rules/zalo-personal.yaml'), paceSchema),
    footer: readYaml(join(root, 'data/messages/zalo-groups.yaml'), textsSchema).footer,
  }
}
