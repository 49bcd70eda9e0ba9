import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isNode, LineCounter, parseAllDocuments } from 'yaml'
import { AppError } from '../../core/errors.ts'
import { type Transcript, transcriptSchema } from './transcript.schema.ts'

/** A chat with the place where it is written. */
export interface TranscriptFile extends Transcript {
  readonly file: string
  /** The folder of the flows that it may add. */
  readonly flowFolder: string
  /** The file's line of each line of the chat. */
  readonly lines: readonly number[]
}

/** The files of chats in a folder, by name. */
export function transcriptFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name))
}

/** Reads the chats of a file, parted by `---`. Throws an `AppError` that lists what is wrong, each with file and line. */
export function readTranscripts(file: string): TranscriptFile[] {
  const text = readText(file)
  const counter = new LineCounter()
  const mistakes: string[] = []
  const say = (offset: number, message: string) =>
    mistakes.push(`  ${file}:${counter.linePos(offset).line}: ${message}`)
  // Everything is text: 0912345678 keeps its zero without quotes.
  const documents = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false, schema: 'failsafe' })
  const transcripts = [...documents].flatMap((document) => {
    for (const { pos, message } of document.errors) say(pos[0], `not YAML: ${message}`)
    if (document.errors.length > 0) return []
    const offsetOf = (path: readonly PropertyKey[]): number => {
      for (let length = path.length; length >= 0; length--) {
        const node = document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return node.range[0]
      }
      return 0
    }
    const parsed = transcriptSchema.safeParse(document.toJS())
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        say(offsetOf(path), path.length > 0 ? `${path.join('.')}: ${message}` : message)
      return []
    }
    const lines = parsed.data.chat.map((_, at) => counter.linePos(offsetOf(['chat', at])).line)
    return [{ ...parsed.data, file, flowFolder: join(dirname(file), 'flows'), lines }]
  })
  if (mistakes.length > 0) throw new AppError('transcript', `These chats are wrong:\n${mistakes.join('\n')}`)
  return transcripts
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('transcript', `${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
}
