import { type Request, type Response, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { auditLearning } from '../learning/audit.ts'
import type { LessonId, QuestionHash } from '../learning/learning.schema.ts'
import type { Learning } from '../learning/learning.ts'
import type { By } from '../learning/teach.ts'
import { closeFeedback, listFeedback } from '../requests/feedback.store.ts'
import type { FeedbackId } from '../requests/requests.schema.ts'
import { canActIn, reaches } from '../staff/member.ts'
import { staffNames } from '../staff/staff.store.ts'
import type { Units } from '../staff/units.ts'
import { actorAt, type Who } from './access.ts'
import { formField, formFields, type Guard } from './guard.ts'
import { type MistypedTopic, type RefusedLesson, renderLearning } from './pages/learning.ts'
import type { SendPage } from './send-page.ts'
import type { SignedIn } from './session.ts'
import type { ConsoleTexts } from './texts.ts'
import { topicTyped } from './topic-typed.ts'

const GROUPS_A_PAGE = 30
const LESSONS_A_PAGE = 30
const FEEDBACK_A_PAGE = 50
const MAX_TYPED = 200

export interface LearningOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly learning: Learning
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  readonly units: Units
  /** All that are served, with their names. */
  readonly provinces: readonly ShownProvince[]
}

interface ShownProvince {
  readonly id: ProvinceId
  readonly name: string
}

type Notice = keyof ConsoleTexts['learning']['notices']
/** The notices of what was done, now or before. */
const DONE: readonly Notice[] = ['attached', 'dismissed', 'undone', 'undone_before', 'closed', 'closed_before']

/**
 * What was not answered: listed (which the audit log keeps), attached to topics, dismissed and undone; and people's
 * difficulties. Staff see and teach their own province alone.
 */
export function createLearningRoutes(options: LearningOptions): Router {
  const { db, sealer, learning, clock, texts, guard, send, units } = options
  const router = Router()

  router.get(
    '/',
    guard.show(async (request, response, session) => {
      const province = provinceOf(session, request.query.province)
      await (province === null ? send.problem(response, 'missing') : show(request, response, session, province))
    }),
  )

  router.post(
    '/attach',
    guard.act(async (request, response, session) => {
      const province = provinceOf(session, formField(request, 'province'))
      if (province === null) return send.problem(response, 'missing')
      const questions = chosenQuestions(request)
      // The enter key after a typed topic presses the form's first button, which is a guess.
      const typed = (formField(request, 'topic') ?? '').trim()
      const topics = learning.topics(province)
      const guess = (formField(request, 'guess') ?? '') as TopicId
      const topic = typed === '' ? guess : topicTyped(topics, typed)
      if (questions.length === 0) return leave(response, province, 'no_question')
      if (topic === undefined) {
        const mistyped = { questions, typed: typed.slice(0, MAX_TYPED) }
        return show(request, response.status(422), session, province, { mistyped })
      }
      if (!topics.has(topic)) return leave(response, province, 'no_topic')
      const force = formField(request, 'force') === 'yes'
      const outcome = await learning.attach({ province, questions, topic, force }, byOf(session), clock.now())
      if (outcome.type !== 'worse') return leave(response, province, outcome.type)
      const refused = { questions, topic, verdict: outcome.verdict }
      await show(request, response.status(409), session, province, { refused })
    }),
  )

  router.post(
    '/dismiss',
    guard.act(async (request, response, session) => {
      const province = provinceOf(session, formField(request, 'province'))
      if (province === null) return send.problem(response, 'missing')
      const questions = chosenQuestions(request)
      if (questions.length === 0) return leave(response, province, 'no_question')
      const outcome = await learning.dismiss({ province, questions }, byOf(session), clock.now())
      leave(response, province, outcome.type)
    }),
  )

  router.post(
    '/lessons/:id/undo',
    guard.act(async (request, response, session) => {
      const province = provinceOf(session, formField(request, 'province'))
      if (province === null) return send.problem(response, 'missing')
      const outcome = await learning.undo(request.params.id as LessonId, byOf(session), clock.now())
      leave(response, province, outcome.type)
    }),
  )

  router.post(
    '/feedback/:id/close',
    guard.act(async (request, response, session) => {
      const province = provinceOf(session, formField(request, 'province'))
      if (province === null) return send.problem(response, 'missing')
      const id = request.params.id as FeedbackId
      const now = clock.now()
      const { actor, provinces } = byOf(session)
      const closed = await db.transaction().execute(async (trx) => {
        if (!(await closeFeedback(trx, { id, provinces, at: now }))) return false
        await auditLearning(trx, { at: now, actor, action: 'feedback_closed', subject: `feedback:${id}` })
        return true
      })
      leave(response, province, closed ? 'closed' : 'closed_before')
    }),
  )

  async function show(
    request: Request,
    response: Response,
    session: SignedIn,
    province: ProvinceId,
    against: { readonly refused?: RefusedLesson; readonly mistyped?: MistypedTopic } = {},
  ): Promise<void> {
    const { refused = null, mistyped = null } = against
    const { groups, all } = await learning.groups(province, GROUPS_A_PAGE)
    const feedback = await listFeedback(db, sealer, province, FEEDBACK_A_PAGE)
    if (groups.length + feedback.length > 0)
      await learning.noteListed(
        province,
        `${groups.length} groups, ${feedback.length} difficulties`,
        byOf(session),
        clock.now(),
      )
    const { notices } = texts.learning
    const said = Object.keys(notices).find((name) => name === request.query.notice) as Notice | undefined
    const page = renderLearning({
      texts,
      session,
      province,
      provinces: provincesOf(session),
      groups,
      all,
      topics: learning.topics(province),
      history: await learning.history(province, LESSONS_A_PAGE),
      feedback,
      names: await staffNames(db, sealer),
      refused,
      mistyped,
      mayForce: byOf(session).mayForce,
      outcome:
        said && refused === null && mistyped === null ? { text: notices[said], done: DONE.includes(said) } : null,
    })
    await send.page(response, session, 'learning', page)
  }

  function chosenQuestions(request: Request): QuestionHash[] {
    return formFields(request, 'question') as QuestionHash[]
  }

  /** Those that are served and theirs. */
  function provincesOf(who: Who): readonly ShownProvince[] {
    return options.provinces.filter(({ id }) => who.role === 'admin' || canActIn(units, who.member, id))
  }

  /** One that is theirs: the first where none is named, null for any other. */
  function provinceOf(who: Who, named: unknown): ProvinceId | null {
    const theirs = provincesOf(who)
    const province = named === undefined ? theirs[0] : theirs.find(({ id }) => id === named)
    return province?.id ?? null
  }

  function byOf(who: Who): By {
    if (who.role === 'admin') return { actor: actorAt(who), provinces: 'all', mayForce: true }
    const provinces = provincesOf(who).map(({ id }) => id)
    return { actor: actorAt(who), provinces, mayForce: reaches(who.member.role, 'admin') }
  }

  function leave(response: Response, province: ProvinceId, notice: Notice): void {
    response.redirect(303, `/console/learning?province=${province}&notice=${notice}`)
  }

  return router
}
