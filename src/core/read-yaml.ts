import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from './errors.ts'

/** Reads one YAML file of the form `schema` asks. Throws an `AppError` that names the file and every mistake in it. */
export function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  let raw: unknown
  try {
    raw = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new AppError('data_file', `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  const parsed = schema.safeParse(raw)
  if (!parsed.success) throw new AppError('data_file', `${path} is wrong:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}
