import { fullTextSearch } from './plain/full-text.ts'
import { fuse } from './plain/fuse.ts'
import type { PlainArticle, PlainLibrary } from './plain/library.ts'
import { miniSearch } from './plain/mini-search.ts'
import { nlp } from './plain/nlp.ts'
import { orama } from './plain/orama.ts'

/** What is compared with, each in a file of its own and with the same articles in it. */
export async function plainLibraries(given: readonly PlainArticle[]): Promise<PlainLibrary[]> {
  return [await nlp(given), miniSearch(given), fullTextSearch(given), await orama(given), fuse(given)]
}
