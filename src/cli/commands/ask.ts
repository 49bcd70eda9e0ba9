import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { ComposedAnswer } from '../../answers/compose.ts'
import type { Decision } from '../../answers/finding.ts'
import type { Clock } from '../../core/clock.ts'
import type { ProvinceId, TopicId } from '../../core/ids.ts'
import { provinceOrThrow, readProvinces } from '../../places/provinces.ts'
import { type Command, type CommandIo, type ExitCode, UsageError } from '../command.ts'
import { linesOf } from '../lines.ts'

export interface AskedQuestion {
  readonly question: string
  readonly province: ProvinceId
  /** What the person wrote before, oldest first. */
  readonly turns: readonly string[]
}

/** What the assistant would do with a question. */
export interface AskedAnswer {
  readonly decision: Decision['kind']
  /** Best first: those offered when asking back, else the nearest, also when none is near enough. */
  readonly topics: readonly TopicId[]
  /** How certain the decision is, 0 to 1. */
  readonly score: number
  /** What the person would read. */
  readonly text: string
  readonly sources: ComposedAnswer['sources']
}

export type Ask = (asked: AskedQuestion) => AskedAnswer | Promise<AskedAnswer>

const DEFAULT_PROVINCE = 'gia-lai'

/** What was said before, as text or in the shape of a chat, in which the assistant's own words may stand too. */
const turnSchema = z.union([
  z.string(),
  z.object({ q: z.string() }).transform(({ q }) => q),
  z.object({ role: z.literal('user'), content: z.string() }).transform(({ content }) => content),
  z.object({ role: z.literal('assistant') }).transform(() => null),
])
const lineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  q: z.string(),
  province: z.string().nullish(),
  turns: z.array(turnSchema).nullish(),
})
type Line = z.infer<typeof lineSchema>

/** `ask`: what would be answered. `loadAsk` reads all that is needed from the project's folder. */
export function createAskCommand(loadAsk: (root: string, clock: Clock) => Ask): Command {
  return {
    name: 'ask',
    summary: 'what the assistant would answer to a question',
    usage: `ask "câu hỏi" [--province ${DEFAULT_PROVINCE}] [--json]\nask --stdin [--province ${DEFAULT_PROVINCE}] < questions.jsonl`,
    async run(args, io) {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          province: { type: 'string', default: DEFAULT_PROVINCE },
          stdin: { type: 'boolean', default: false },
          json: { type: 'boolean', default: false },
        },
      })
      const provinceOf = provinceReader(io.root)
      const province = provinceOf(values.province)
      const ask = loadAsk(io.root, io)
      if (values.stdin) {
        if (positionals.length > 0)
          throw new UsageError('With --stdin the questions come as lines, not as an argument.')
        return askLines(ask, io, province, provinceOf)
      }
      const [question, ...others] = positionals
      if (!question?.trim()) throw new UsageError('There is no question.')
      if (others.length > 0) throw new UsageError('Put the question in quotes: it must be one argument.')
      const answer = await ask({ question, province, turns: [] })
      io.out(values.json ? `${JSON.stringify(answer)}\n` : describe(answer))
      return 0
    },
  }
}

/** One answer for each line, in order; a bad line gets its error and the next is read. */
async function askLines(
  ask: Ask,
  io: CommandIo,
  fallback: ProvinceId,
  provinceOf: (name: string) => ProvinceId,
): Promise<ExitCode> {
  for await (const line of linesOf(io.stdin)) {
    if (line.trim() === '') continue
    const parsed = parseLine(line)
    if ('error' in parsed) {
      io.out(`${JSON.stringify(parsed)}\n`)
      continue
    }
    const { id, q, province } = parsed
    const turns = (parsed.turns ?? []).filter((turn) => turn !== null)
    try {
      const place = province ? provinceOf(province) : fallback
      io.out(`${JSON.stringify({ id, ...(await ask({ question: q, province: place, turns })) })}\n`)
    } catch (error) {
      io.out(`${JSON.stringify({ id, error: (error as Error).message })}\n`)
    }
  }
  return 0
}

function parseLine(line: string): Line | { id?: string | number; error: string } {
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    return { error: 'the line is not JSON: write {"id": "1", "q": "câu hỏi"}' }
  }
  const parsed = lineSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  const id = z.object({ id: lineSchema.shape.id }).safeParse(raw)
  return { ...(id.success ? id.data : {}), error: z.prettifyError(parsed.error).replaceAll('\n', ' ') }
}

function provinceReader(root: string): (name: string) => ProvinceId {
  const provinces = readProvinces(join(root, 'data/provinces'))
  return (name) => provinceOrThrow(provinces, name as ProvinceId).id
}

function describe(answer: AskedAnswer): string {
  const head = `${answer.decision} (${answer.score.toFixed(2)}): ${answer.topics.join(', ') || '-'}\n`
  return answer.text === '' ? head : `${head}\n${answer.text}\n`
}
