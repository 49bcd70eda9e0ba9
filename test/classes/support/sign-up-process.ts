import type { ClassId } from '../../../src/classes/class.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { signUp, wanted } from './samples.ts'

/** Signs `count` people up one after the other, as a process of its own; writes what became of each. */
const [url = '', classId = '', first = '0', count = '0'] = process.argv.slice(2)
await using database = openDatabase(url)
for (let index = 0; index < Number(count); index++) {
  const result = await signUp(database.db, wanted(classId as ClassId, Number(first) + index))
  process.stdout.write(`${result.kind === 'waiting' ? result.place : result.kind}\n`)
}
