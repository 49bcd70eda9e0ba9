import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { play } from '../../../src/cli/transcripts/play.ts'
import { readTranscripts } from '../../../src/cli/transcripts/read-transcripts.ts'
import { openStage } from '../../../src/cli/transcripts/stage.ts'
import { checkFlows } from '../../../src/engine/flow/check-flows.ts'
import { graphOf } from '../../../src/engine/flow/picture/graph.ts'
import { svgOf } from '../../../src/engine/flow/picture/svg.ts'
import { readFlowText } from '../../../src/engine/flow/read-flows.ts'
import { reserveMachines } from './example/reserve-machines.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const EXAMPLE = join(import.meta.dirname, 'example')
const read = (name: string) => readFileSync(join(EXAMPLE, name), 'utf8')
const guide = readFileSync(join(ROOT, 'docs/flows.md'), 'utf8')

/** The real conversation with the example's action added to it. */
async function openExampleStage() {
  const stage = await openStage(ROOT)
  const actions = new Map([...stage.conversation.actions, ['reserve_machines', reserveMachines] as const])
  return { ...stage, conversation: { ...stage.conversation, actions } }
}

describe('the example of docs/flows.md', () => {
  it.each(['phong-may.yaml', 'reserve-machines.ts', 'phong-may.chat.yaml'])('shows %s as it is tested here', (name) => {
    // In the guide the action stands in src/actions.
    expect(guide).toContain(read(name).replace('../../../../src/engine/', '../engine/'))
  })

  it('is a right flow beside all others', async () => {
    await using stage = await openExampleStage()
    const { files, mistakes } = readFlowText(read('phong-may.yaml'), 'phong-may.yaml')
    expect(mistakes).toEqual([])
    const { conversation, flowFiles } = stage
    const surroundings = {
      hasArticle: (topic: Parameters<typeof conversation.answers.article>[0]) =>
        conversation.answers.article(topic) !== undefined,
      actions: conversation.actions,
      provinces: stage.provinces,
      values: ['province'],
    }
    expect(checkFlows([...flowFiles, ...files], surroundings)).toEqual([])
  })

  it('is drawn in docs/images/phong-may.svg', async () => {
    const [file] = readFlowText(read('phong-may.yaml'), 'phong-may.yaml').files
    const actions = new Map([['reserve_machines', reserveMachines]])
    await expect(file && svgOf(graphOf(file.flow, actions))).toMatchFileSnapshot(
      join(ROOT, 'docs/images/phong-may.svg'),
    )
  })

  it.each(readTranscripts(join(EXAMPLE, 'phong-may.chat.yaml')))('goes as written: $name', async (transcript) => {
    await using stage = await openExampleStage()
    await play(stage, { ...transcript, flows: ['phong-may.yaml'], flowFolder: EXAMPLE })
  })
})
