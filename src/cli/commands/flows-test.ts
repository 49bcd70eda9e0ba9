import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { CommandIo, ExitCode } from '../command.ts'
import { play, TranscriptMismatch } from '../transcripts/play.ts'
import { readTranscripts, transcriptFiles } from '../transcripts/read-transcripts.ts'
import { openStage } from '../transcripts/stage.ts'

const FOLDER = 'test/conversations'

/**
 * `flows test [file…] [--json]`: plays the chats of the files, or all of `test/conversations`, over an empty database in
 * memory. 1 when a chat went another way than it is written. Throws an `AppError` for a file that is wrong itself.
 */
export async function flowsTest(args: string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const files =
    positionals.length > 0 ? positionals.map((file) => resolve(file)) : transcriptFiles(join(io.root, FOLDER))
  const transcripts = files.flatMap(readTranscripts)
  await using stage = await openStage(io.root)
  const failures: { name: string; message: string }[] = []
  for (const transcript of transcripts) {
    try {
      await play(stage, transcript)
    } catch (error) {
      if (!(error instanceof TranscriptMismatch)) throw error
      failures.push({ name: transcript.name, message: error.message })
      if (!values.json) io.out(`${error.message}\n\n`)
    }
  }
  const passed = transcripts.length - failures.length
  if (values.json) io.out(`${JSON.stringify({ passed, failed: failures.length, failures })}\n`)
  else io.out(`${passed} of ${transcripts.length} chats go as written\n`)
  return failures.length === 0 ? 0 : 1
}
