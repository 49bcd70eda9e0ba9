import { createRequire } from 'node:module'

/**
 * The reader of YAML that knows where everything stands. It is loaded with the first text that it is needed for: a start
 * with nothing to object to needs none of its 140 files.
 */
export function yamlWithPlaces(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml')
}
