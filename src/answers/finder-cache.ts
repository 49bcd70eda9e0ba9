import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { systemClock } from '../core/clock.ts'
import type { FinderCache, PackedFinder } from './finder.ts'
import type { Searched, Taught } from './searched.ts'

/** Beside Node's own cache of compiled sources. */
const FOLDER = resolve(import.meta.dirname, '../../node_modules/.cache/knowledge')
/** What finders are made by: this room, and the one below it, which tells words apart. */
const SOURCES = [import.meta.dirname, resolve(import.meta.dirname, '../core')]
const MOST_FILES = 8

/**
 * Keeps finders between starts, each in a file named after all it was made of: the texts, `data/language`, the code and
 * Node's version. Where the folder may not be written it does without; what cannot be read is made anew.
 */
export function createFinderCache(languageFolder: string, folder = FOLDER): FinderCache {
  let means: string | null = null
  const nameOf = (searched: readonly Searched[], taught: Taught): string => {
    means ??= hashOf([process.version, ...[...SOURCES, languageFolder].flatMap(textsIn)])
    const texts = searched.map(({ article: _, ...rest }) => rest)
    return join(folder, `${hashOf([means, JSON.stringify(texts), JSON.stringify([...taught])])}.finder`)
  }
  return {
    read(searched, taught) {
      try {
        const name = nameOf(searched, taught)
        const packed = deserialize(readFileSync(name)) as PackedFinder
        // What is used stays longest. A file's time is this machine's, whatever time the assistant is made to believe.
        const now = systemClock.now() / 1000
        utimesSync(name, now, now)
        return packed
      } catch {
        return null
      }
    },
    keep(searched, taught, packed) {
      const name = nameOf(searched, taught)
      try {
        mkdirSync(folder, { recursive: true })
        // Renamed when it is whole: another process may be reading.
        writeFileSync(`${name}.${process.pid}`, serialize(packed()))
        renameSync(`${name}.${process.pid}`, name)
        for (const old of leastUsed(folder, basename(name))) rmSync(old, { force: true })
      } catch {
        // It only saves time.
      }
    },
  }
}

/** Files, or all files of folders, as texts. */
function textsIn(path: string): string[] {
  if (statSync(path).isFile()) return [readFileSync(path, 'utf8')]
  return readdirSync(path)
    .sort()
    .flatMap((name) => textsIn(join(path, name)))
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length} ${text}`)
  return hash.digest('hex').slice(0, 32)
}

/** All of the folder but the files used last. */
function leastUsed(folder: string, keep: string): string[] {
  const files = readdirSync(folder).filter((name) => name !== keep)
  const aged = files.map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
  return aged
    .sort((a, b) => b.at - a.at)
    .slice(MOST_FILES - 1)
    .map(({ path }) => path)
}
