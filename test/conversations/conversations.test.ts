import { relative } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { play } from '../../src/cli/transcripts/play.ts'
import { readTranscripts, transcriptFiles } from '../../src/cli/transcripts/read-transcripts.ts'
import { openStage } from '../../src/cli/transcripts/stage.ts'

const stage = await openStage(`${import.meta.dirname}/../..`)
afterAll(() => stage[Symbol.asyncDispose]())

describe.each(transcriptFiles(import.meta.dirname))('%s', (file) => {
  it.each(readTranscripts(file))('$name', (transcript) => play(stage, { ...transcript, file: relative('.', file) }))
})
