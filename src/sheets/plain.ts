import { fold, normalise } from '../core/text.ts'

export function plainOf(text: string): string {
  return fold(normalise(text.replace(/\([^)]*\)/g, ' ')))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
