import { flowOfTopic } from '../answers/finding.ts'
import type { TeachableAnswers } from '../answers/teachable.ts'
import type { Ids, ProvinceId, TopicId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import { inSlices } from '../core/stepwise.ts'
import { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { auditLearning } from './audit.ts'
import { groupQuestions, type QuestionGroup } from './group-questions.ts'
import type { GuardQuestion } from './guard.ts'
import { listLessons, readHoldingLessons, type ToldLesson } from './lesson.store.ts'
import { createNoteQuestion, type NoteQuestion } from './note-question.ts'
import { dropOldQuestions, KEPT_MS, type OpenQuestion, readOpenQuestions } from './open-question.store.ts'
import { createPupil } from './pupil.ts'
import type { QuestionIndex } from './question-index.ts'
import { type By, createTeacher, type Teacher } from './teach.ts'

/** Groups with guesses are shown by the page; nobody reads more at once. */
const MAX_GUESSES = 3
const SLICE_MS = 2

/** A group as it is shown to staff. */
export interface ShownGroup extends QuestionGroup {
  /** What the assistant takes the question for, best first. */
  readonly guesses: readonly TopicId[]
}

/** The learning loop: what was not answered is gathered, shown in groups, and attached to topics. */
export interface Learning extends Teacher {
  /** Keeps what became of a question, within its turn's transaction. */
  readonly note: NoteQuestion
  /** The title of everything that questions of a province can be attached to. */
  topics(province: ProvinceId): ReadonlyMap<TopicId, string>
  /**
   * The open groups of a province, the most frequent first, at most `limit`; `all` counts the others too. With a period,
   * of what was last asked in it.
   */
  groups(
    province: ProvinceId,
    limit: number,
    period?: Period,
  ): Promise<{ readonly groups: readonly ShownGroup[]; readonly all: number }>
  /** The group that is called by a question's hash, as far as its characters are given; null when it is none or not the only one. */
  findGroup(province: ProvinceId, id: string): Promise<QuestionGroup | null>
  /** Writes down who looked at people's questions; `detail` says how many. */
  noteListed(province: ProvinceId, detail: string, by: By, now: number): Promise<void>
  /** What staff decided, latest first. */
  history(province: ProvinceId, limit: number): Promise<readonly ToldLesson[]>
  /** Learns what was taught in other processes. */
  catchUp(): Promise<void>
  /** Takes away the questions that nobody looked at for half a year. */
  forgetOld(now: number): Promise<void>
}

export interface LearningParts {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly answers: TeachableAnswers
  readonly guard: readonly GuardQuestion[]
  readonly questionIndex: QuestionIndex
}

export function createLearning(parts: LearningParts): Learning {
  const { db, sealer, answers } = parts
  const slice = new TimeSlice(SLICE_MS)
  const pupil = createPupil({ db, sealer, answers, slice })

  async function allGroups(province: ProvinceId, period?: Period): Promise<QuestionGroup[]> {
    const lessons = (await readHoldingLessons(db, sealer)).filter((lesson) => lesson.province === province)
    const open = openOf(await readOpenQuestions(db, sealer, province, undefined, period), lessons)
    const dismissed = lessons.flatMap(({ topic, questions }) =>
      topic === null ? questions.map(({ question }) => question) : [],
    )
    return inSlices(
      groupQuestions(open, dismissed, (question) => answers.tellingTermsOf(question)),
      slice,
    )
  }

  function guessesFor(group: QuestionGroup, province: ProvinceId): TopicId[] {
    const [{ question, wrongTopics }] = group.questions
    const { decision, ranked } = answers.find(question, { province })
    const offered = decision.kind === 'clarify' ? decision.topics : []
    const flow = offered.filter((topic) => flowOfTopic(topic) !== null)
    return [...flow, ...ranked.map(({ topic }) => topic)]
      .filter((topic) => !wrongTopics.includes(topic))
      .slice(0, MAX_GUESSES)
  }

  return {
    note: createNoteQuestion({ sealer, questionIndex: parts.questionIndex }),
    topics: (province) => answers.teachableIn(province),
    async groups(province, limit, period) {
      const all = await allGroups(province, period)
      const groups = all.slice(0, limit).map((group) => ({ ...group, guesses: guessesFor(group, province) }))
      return { groups, all: all.length }
    },
    async findGroup(province, id) {
      const named = (await allGroups(province)).filter(({ questions: [first] }) => first.hash.startsWith(id))
      return named.length === 1 ? (named[0] ?? null) : null
    },
    noteListed: (province, detail, by, now) =>
      auditLearning(db, {
        at: now,
        actor: by.actor,
        action: 'open_questions_listed',
        subject: `province:${province}`,
        detail,
      }),
    history: (province, limit) => listLessons(db, sealer, province, limit),
    catchUp: () => pupil.catchUp(),
    forgetOld: (now) => dropOldQuestions(db, now - KEPT_MS),
    ...createTeacher({ ...parts, pupil, slice }),
  }
}

/** Without those that a lesson settled; one that was asked in vain after it was attached is open again. */
function openOf(questions: readonly OpenQuestion[], lessons: readonly ToldLesson[]): OpenQuestion[] {
  const settledAt = new Map<string, number>()
  for (const { topic, madeAt, questions: settled } of lessons)
    for (const { hash } of settled)
      settledAt.set(hash, Math.max(settledAt.get(hash) ?? 0, topic === null ? Number.POSITIVE_INFINITY : madeAt))
  return questions.filter(({ hash, lastAt }) => lastAt > (settledAt.get(hash) ?? Number.NEGATIVE_INFINITY))
}
