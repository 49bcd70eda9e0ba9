import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { vietnamDateTime } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import type { ProvinceId, TopicId } from '../../core/ids.ts'
import type { Verdict } from '../../learning/guard.ts'
import type { LessonId, QuestionHash } from '../../learning/learning.schema.ts'
import type { Learning, ShownGroup } from '../../learning/learning.ts'
import type { ToldLesson } from '../../learning/lesson.store.ts'
import { type By, MAX_QUESTIONS_A_LESSON } from '../../learning/teach.ts'
import { readProvinces } from '../../places/provinces.ts'
import { type Command, type CommandIo, type ExitCode, UsageError } from '../command.ts'

/** The learning loop over the stored questions; disposing closes the storage. */
export type OpenLearning = (io: CommandIo) => Promise<Learning & AsyncDisposable>

/** How the audit log names whoever works at the server's command line. */
const OPERATOR: By = { actor: 'operator', provinces: 'all', mayForce: true }
const LISTED = 50
/** As much of a hash as nobody minds typing. */
const ID_CHARS = 8

interface Asked {
  readonly io: CommandIo
  readonly learning: Learning
  readonly provinces: readonly ProvinceId[]
  readonly json: boolean
  readonly force: boolean
}

/** `learn list|attach|dismiss|undo|history`: questions that were not answered, and what is made of them. */
export function createLearnCommand(open: OpenLearning): Command {
  return {
    name: 'learn',
    summary: 'questions that were not answered: lists, attaches to a topic, dismisses, undoes',
    usage: `learn list [--province gia-lai] [--json]
learn attach <group> <topic> [--province gia-lai] [--force] [--json]
learn dismiss <group> [--province gia-lai] [--json]
learn undo <lesson> [--json]
learn history [--province gia-lai] [--json]`,
    async run(args, io) {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          province: { type: 'string' },
          force: { type: 'boolean', default: false },
          json: { type: 'boolean', default: false },
        },
      })
      const deed = readDeed(positionals)
      const provinces = provincesOf(io.root, values.province)
      await using learning = await open(io)
      return await deed({ io, learning, provinces, json: values.json, force: values.force })
    },
  }
}

/** What the arguments ask for; throws a `UsageError` before anything is opened. */
function readDeed([action, ...rest]: readonly string[]): (asked: Asked) => Promise<ExitCode> {
  const [one, two] = rest
  if (action === 'list' && rest.length === 0) return list
  if (action === 'history' && rest.length === 0) return history
  if (action === 'attach' && one !== undefined && two !== undefined && rest.length === 2)
    return (asked) => attach(asked, one, two as TopicId)
  if (action === 'attach') throw new UsageError('Name the group (learn list shows it) and the topic.')
  if (action === 'dismiss' && one !== undefined && rest.length === 1) return (asked) => dismiss(asked, one)
  if (action === 'dismiss') throw new UsageError('Name the one group to dismiss (learn list shows it).')
  if (action === 'undo' && one !== undefined && rest.length === 1) return (asked) => undo(asked, one as LessonId)
  if (action === 'undo') throw new UsageError('Name the one lesson to undo (learn history shows it).')
  throw new UsageError('learn can "list", "attach", "dismiss", "undo" or show its "history".')
}

function provincesOf(root: string, named: string | undefined): ProvinceId[] {
  const all = [...readProvinces(join(root, 'data/provinces')).keys()]
  if (named === undefined) return all
  const province = all.find((id) => id === named)
  if (!province) throw new AppError('province', `There is no province "${named}": there are ${all.join(', ')}.`)
  return [province]
}

async function list({ io, learning, provinces, json }: Asked): Promise<ExitCode> {
  const listed: { readonly province: ProvinceId; readonly group: ShownGroup }[] = []
  for (const province of provinces) {
    const { groups } = await learning.groups(province, LISTED)
    listed.push(...groups.map((group) => ({ province, group })))
    if (groups.length > 0) await learning.noteListed(province, `${groups.length} groups`, OPERATOR, io.now())
  }
  if (json) io.out(`${JSON.stringify(listed.map(({ province, group }) => groupJson(province, group)))}\n`)
  else io.out(listed.map(({ province, group }) => line(province, group)).join('') || 'Nothing waits for an answer.\n')
  return 0
}

async function attach({ io, learning, provinces, json, force }: Asked, id: string, topic: TopicId): Promise<ExitCode> {
  const { province, questions } = await findGroup(learning, provinces, id)
  if (!learning.topics(province).has(topic))
    throw new AppError('learn', `There is no article or flow "${topic}" for ${province}: see data/topics.yaml.`)
  const outcome = await learning.attach({ province, questions, topic, force }, OPERATOR, io.now())
  if (outcome.type === 'worse') throw new AppError('learn', refusal(outcome.verdict))
  if (outcome.type !== 'attached') throw new AppError('learn', gone(id))
  const { lesson, questions: count, verdict } = outcome
  if (json) io.out(`${JSON.stringify({ lesson, topic, questions: count, forced: verdict.worse, verdict })}\n`)
  else
    io.out(
      `${count} questions attached to ${topic} (${lesson}). A running server answers so within seconds.\nTo take it back: learn undo ${lesson}\n`,
    )
  return 0
}

async function dismiss({ io, learning, provinces, json }: Asked, id: string): Promise<ExitCode> {
  const { province, questions } = await findGroup(learning, provinces, id)
  const outcome = await learning.dismiss({ province, questions }, OPERATOR, io.now())
  if (outcome.type !== 'dismissed') throw new AppError('learn', gone(id))
  const { lesson } = outcome
  io.out(json ? `${JSON.stringify({ lesson })}\n` : `Dismissed (${lesson}). To take it back: learn undo ${lesson}\n`)
  return 0
}

async function undo({ io, learning, json }: Asked, id: LessonId): Promise<ExitCode> {
  const outcome = await learning.undo(id, OPERATOR, io.now())
  if (outcome.type === 'undone_before') throw new AppError('learn', `${id} was undone before.`)
  if (outcome.type !== 'undone')
    throw new AppError('learn', `There is no lesson ${id}: learn history shows those there are.`)
  io.out(json ? `${JSON.stringify({ undone: id })}\n` : `Undone: ${id}.\n`)
  return 0
}

async function history({ io, learning, provinces, json }: Asked): Promise<ExitCode> {
  const lessons: ToldLesson[] = []
  for (const province of provinces) lessons.push(...(await learning.history(province, LISTED)))
  if (json) io.out(`${JSON.stringify(lessons)}\n`)
  else io.out(lessons.map(lessonLine).join('') || 'Nothing was attached or dismissed yet.\n')
  return 0
}

async function findGroup(
  learning: Learning,
  provinces: readonly ProvinceId[],
  id: string,
): Promise<{ province: ProvinceId; questions: readonly QuestionHash[] }> {
  const found = []
  for (const province of provinces) {
    const group = await learning.findGroup(province, id)
    if (group) found.push({ province, questions: group.questions.map(({ hash }) => hash) })
  }
  const [one, ...others] = found
  if (!one) throw new AppError('learn', gone(id))
  if (others.length > 0) throw new AppError('learn', `"${id}" is asked in several provinces: name one with --province.`)
  return { ...one, questions: one.questions.slice(0, MAX_QUESTIONS_A_LESSON) }
}

function gone(id: string): string {
  return `There is no group "${id}", or more than one begins so: learn list shows those there are.`
}

function refusal({ before, after, suffered, questions }: Verdict): string {
  const worse = suffered.map(({ question, topic }) => `"${question}" (${topic ?? 'not ours'})`).join(', ')
  return `Refused: of the guard's ${questions} questions ${before.right} were right and are now ${after.right}, ${before.wrong} were answered wrongly and are now ${after.wrong}. Worse: ${worse}. Choose fewer questions or another topic, or add --force.`
}

function groupJson(province: ProvinceId, { questions, people, lastAt, guesses }: ShownGroup) {
  const [first] = questions
  return {
    id: first.hash.slice(0, ID_CHARS),
    province,
    people,
    lastAt: new Date(lastAt).toISOString(),
    questions: questions.map(({ question, why, wrongTopics }) => ({ question, ...why, wrongTopics })),
    guesses,
  }
}

function line(province: ProvinceId, { questions, people, guesses }: ShownGroup): string {
  const [first, ...others] = questions
  const more = others.length > 0 ? ` (+${others.length})` : ''
  return `${first.hash.slice(0, ID_CHARS)}\t${province}\t${people} people\t${first.question}${more}\t${guesses.join(' ')}\n`
}

function lessonLine({ id, province, topic, forced, madeBy, madeAt, undoneAt, questions }: ToldLesson): string {
  const when = vietnamDateTime(madeAt)
  const marks = [...(forced ? ['forced'] : []), ...(undoneAt === null ? [] : ['undone'])].join(' ')
  return `${id}\t${province}\t${when}\t${madeBy}\t${topic ?? 'dismissed'}\t${questions.length} questions\t${marks}\n`
}
