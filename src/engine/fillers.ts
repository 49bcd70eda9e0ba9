import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../core/read-yaml.ts'

const words = z.array(z.string().min(1))
const fillersSchema = z.strictObject({ before: words, after: words })

/** Words of politeness around a phrase. */
export type Fillers = z.infer<typeof fillersSchema>

/** Reads `fillers.yaml` of `folder` (`data/language`). Throws an `AppError` that names a mistake in it. */
export function readFillers(folder: string): Fillers {
  return readYaml(join(folder, 'fillers.yaml'), fillersSchema)
}
