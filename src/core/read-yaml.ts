import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { AppError } from './errors.ts'
import { READ_ONCE } from './read-once.ts'
import { readYamlText } from './yaml-text.ts'

/** Reads one YAML file of the form `schema` asks. Throws an `AppError` that names the file and every mistake in it. */
export function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  const { value, errors } = readYamlText(textOf(path))
  const [error] = errors
  if (error) throw new AppError('data_file', `${path} cannot be read: line ${error.line}: ${error.message}`)
  const parsed = schema.safeParse(value, READ_ONCE)
  if (!parsed.success) throw new AppError('data_file', `${path} is wrong:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new AppError('data_file', `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}
