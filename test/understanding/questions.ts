import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../src/core/read-yaml.ts'

/** The parts of the questions: see README.md. `one`, `two` and `three` are by other authors. */
export type Part = 'tune' | 'held' | 'afterwards' | 'one' | 'two' | 'three'

/** A question that ought to be answered with `topic`, or declined when that is null. */
export interface Posed {
  readonly q: string
  readonly topic: string | null
  /** The file it stands in: a group of topics, or `out-of-scope`. */
  readonly group: string
  readonly style: string
  readonly part: Part
}

/** To no question of these parts a word, a weight or a threshold was fitted: what is shown of them is to be believed most. */
export const TO_JUDGE_BY: readonly Part[] = ['held', 'two', 'three']

/** Whether weights, words and thresholds may be chosen by a question: those of the other parts are only counted. */
export function isForTuning({ part }: Posed): boolean {
  return part === 'tune' || part === 'one'
}

const folder = import.meta.dirname
const styles = z.record(z.string(), z.union([z.string().transform((only) => [only]), z.array(z.string())]))
const topicsSchema = z.record(z.string(), styles)

/** All questions of this folder, in the order of the files. How they are shared out: see README.md. */
export function readQuestions(): Posed[] {
  const groups = readdirSync(join(folder, 'questions')).sort()
  const topics = groups.flatMap((file) =>
    Object.entries(readYaml(join(folder, 'questions', file), topicsSchema)).map(([topic, asked]) => ({
      topic,
      group: file.replace('.yaml', ''),
      asked,
    })),
  )
  const inScope = topics.flatMap(({ topic, group, asked }, place) =>
    flat(asked).map(({ q, style }, at) => ({ q, topic, group, style, part: halfOf(place + at) })),
  )
  const outside = flat(readYaml(join(folder, 'out-of-scope.yaml'), styles)).map(({ q, style }, at) => {
    return { q, topic: null, group: 'out-of-scope', style, part: halfOf(at) }
  })
  return [
    ...inScope,
    ...outside,
    ...readPart('afterwards.yaml', 'afterwards'),
    ...readPart('others/one.yaml', 'one'),
    ...readPart('others/two.yaml', 'two'),
    ...readPart('others/three.yaml', 'three'),
  ]
}

/** The questions of a file that has one part alone, by topic. */
function readPart(file: string, part: Part): Posed[] {
  const asked = readYaml(join(folder, file), z.record(z.string(), z.array(z.string())))
  return Object.entries(asked).flatMap(([topic, questions]) =>
    questions.map((q) => ({ q, topic: topic === 'none' ? null : topic, group: part, style: part, part })),
  )
}

function flat(asked: z.infer<typeof styles>): { q: string; style: string }[] {
  return Object.entries(asked).flatMap(([style, questions]) => questions.map((q) => ({ q, style })))
}

function halfOf(place: number): Part {
  return place % 2 === 0 ? 'tune' : 'held'
}
